"""Reads only what changed since a source's last run: whole feeds or parts of them are recognized and not read again."""
