"""Reads a source's kept answers with today's code, and compares what they say with what is stored."""
