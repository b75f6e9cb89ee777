"""What people do at the desk, each as one message to it: the rows of the table of roles."""
