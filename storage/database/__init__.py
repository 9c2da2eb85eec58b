"""The database itself: connections, migrations, backup, old rows."""
