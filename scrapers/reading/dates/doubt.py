"""The parsers' own way of saying that a text cannot be told for certain."""


class Doubt(ValueError):
    """What is in doubt, without the text and its place, which the caller adds."""
