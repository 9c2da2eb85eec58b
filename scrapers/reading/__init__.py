"""What readers share: bodies, text, dates, prices, structured data."""
