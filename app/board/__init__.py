"""The board of the town's sources: its rows as CSV, and when each source is harvested next."""
