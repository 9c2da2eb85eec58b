"""How the replica sites answer: connections, faults, and conditional requests."""
