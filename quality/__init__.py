"""Measures of Marquee's own quality: how true its readers are, how well they stand damage, how fast it is."""
