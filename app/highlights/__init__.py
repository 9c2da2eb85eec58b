"""Which events deserve the first places of a page or a letter."""
