"""Damaged and growing input for the readers: nothing but named errors may come out, in time that grows no faster."""
