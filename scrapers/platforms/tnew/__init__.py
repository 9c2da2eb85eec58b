"""Tessitura TNEW box offices."""
