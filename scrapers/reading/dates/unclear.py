"""The error that the date parsers raise among themselves for an unclear text."""


class Unclear(ValueError):
    """Says what is unclear. The caller adds the text and where it is."""
