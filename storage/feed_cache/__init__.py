"""Each feed's last answer, so that only what changed is read again."""
