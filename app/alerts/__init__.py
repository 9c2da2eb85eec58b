"""Alerts: how a message reads, and how it is sent over each channel."""
