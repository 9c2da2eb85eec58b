"""Runs: their ledger, how each ended, what each changed."""
