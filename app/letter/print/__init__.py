"""A letter for a newspaper's page: InDesign's tagged text, ICML, and plain columns."""
