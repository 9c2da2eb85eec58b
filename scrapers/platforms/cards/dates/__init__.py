"""Where a page names dates and hours, and which of them belong together."""
