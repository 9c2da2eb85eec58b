"""Harvests a recorded town and counts what people see."""
