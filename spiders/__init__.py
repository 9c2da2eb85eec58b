"""One small file per source that has something of its own."""
