"""People, keys, sessions, and the audit log."""
