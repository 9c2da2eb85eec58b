"""The Postgres, Valkey, and scrapyd that Marquee starts, and their processes."""
