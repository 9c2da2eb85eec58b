"""One folder per platform: a way in which sites publish events."""
