"""A newsroom's kit: events, and what changed of them, as copy in Markdown, HTML and plain text, or as a table."""
