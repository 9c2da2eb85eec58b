"""Which language and locale a page has."""
