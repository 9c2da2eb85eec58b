"""Measures how true the readers are, against fixtures, replica sites and recorded pages with listed facts."""
