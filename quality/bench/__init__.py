"""Benchmarks: each measures Marquee against a named rival or bound in one run, on this machine."""
