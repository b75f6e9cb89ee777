"""Everything personal about members, under a random id; personal data has one address."""
