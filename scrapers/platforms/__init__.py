"""One folder per way in which sites publish events."""
