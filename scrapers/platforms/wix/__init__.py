"""Wix Events."""
