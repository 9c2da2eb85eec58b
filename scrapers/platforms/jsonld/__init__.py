"""Pages with schema.org data."""
