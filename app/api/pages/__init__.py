"""HTML pages: the built page, the plain page, the API reference."""
