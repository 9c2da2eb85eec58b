"""Servers that Marquee starts and watches: the stack, its supervisor, and doctor."""
