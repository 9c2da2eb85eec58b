"""What the public hands in, and events that wait for approval, until an editor decides."""
