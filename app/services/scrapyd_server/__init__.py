"""scrapyd with a login, and without the requests that would run somebody else's code."""
