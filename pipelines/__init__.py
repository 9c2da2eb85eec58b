"""The steps every event takes: clean, shorten, validate, identify, curate, find price, store."""
