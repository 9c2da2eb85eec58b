"""Who may read and act: sessions, keys, login limit, audit log."""
