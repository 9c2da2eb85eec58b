"""What editors change about events, places, and categories."""
