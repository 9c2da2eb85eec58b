"""Keeps what people correct about events, and shows it instead of what sources say."""
