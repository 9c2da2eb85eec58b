"""Rules for "the same place" and "the same event". Pure: listings in, verdicts with reasons out, no SQL."""
