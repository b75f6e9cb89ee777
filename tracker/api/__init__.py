"""REST for partners: catalogue, links and matching; nothing about members is reachable from here."""
