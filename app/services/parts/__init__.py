"""The parts of a running stack, and their restarts."""
