"""A site of plain calendar feeds, each with one trap for readers."""
