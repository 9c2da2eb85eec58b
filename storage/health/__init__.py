"""The state of each source, as its runs show it: what is wrong, since when, and what a person can do."""
