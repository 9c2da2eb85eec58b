"""The steps every event takes: clean, validate, identify, store."""
