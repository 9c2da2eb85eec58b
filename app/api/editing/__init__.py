"""What editors change about an event."""
