"""The weekly letter: what is in it, how it looks, who gets it, and how it is sent."""
