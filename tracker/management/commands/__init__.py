"""One command a file: turn the command line into values, call one service, print."""
