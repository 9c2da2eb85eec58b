"""A newsroom's kit: events, or changes to them, as copy in Markdown, HTML, and plain text, or as a table."""
