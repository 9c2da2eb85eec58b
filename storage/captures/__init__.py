"""Keeps the answers that events were read from: bodies as compressed files, and a row for each answer."""
