"""REST for partners: catalogue, links, matching; nothing about members is reachable here."""
