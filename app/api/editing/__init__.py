"""What editors change about events and places."""
