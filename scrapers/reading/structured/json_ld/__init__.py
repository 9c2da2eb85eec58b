"""JSON-LD: the blocks of a page, with plain names and in one language."""
