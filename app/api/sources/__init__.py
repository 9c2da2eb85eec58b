"""Sources for the back office."""
