"""A replica site of plain feeds, with one trap in each."""
