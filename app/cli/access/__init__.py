"""`users` and `keys`: who can log in to the back office, and which programs can use the API."""
