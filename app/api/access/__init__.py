"""Who may read and change things: sessions, keys, the login limit, the audit log."""
