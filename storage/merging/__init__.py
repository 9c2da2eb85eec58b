"""Keeps which events of several sources are one: groups, links, what people see of them, and what people decided."""
