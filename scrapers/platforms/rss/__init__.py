"""RSS and Atom feeds with event fields."""
