"""The steps every event takes: clean, shorten, validate, identify, curate, store."""
