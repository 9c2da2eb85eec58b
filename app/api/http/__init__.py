"""HTTP itself: problem details, caching, paging, limits, headers."""
