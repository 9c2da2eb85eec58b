"""Series: many dates of one thing, which a list shows once."""
