"""How the replica sites answer: connections, troubles, conditional requests."""
