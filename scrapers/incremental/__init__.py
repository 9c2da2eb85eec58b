"""What a source said last time, and what is new."""
