"""What routes share: problem details, caching, pagination, limits, and headers."""
