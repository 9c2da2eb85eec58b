"""A town whose twelve sources list forty events, many of them several times: `town.toml` has the data."""
