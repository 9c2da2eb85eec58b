"""Runs: their ledger, how each ended, what each changed. One folder because ending a run takes all of these steps."""
