"""Measures how true the readers are, against fixtures, replica sites, and facts about recorded pages."""
