"""Places as people see them: venues that are one place, rooms of buildings, and what people decided about them."""
