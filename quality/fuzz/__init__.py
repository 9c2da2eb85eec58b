"""Damaged and growing input for the readers. They may only raise named errors, in time that grows no faster."""
