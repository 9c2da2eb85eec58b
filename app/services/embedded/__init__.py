"""Postgres, Valkey and scrapyd of our own, and the processes they run in."""
