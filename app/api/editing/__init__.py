"""What editors change on an event."""
