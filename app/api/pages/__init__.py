"""HTML pages: the built page, the plain pages, the API reference."""
