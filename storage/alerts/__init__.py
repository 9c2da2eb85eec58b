"""Alerts: who gets which, what happened, and what still has to be sent."""
