"""Sources and the feeds they publish."""
