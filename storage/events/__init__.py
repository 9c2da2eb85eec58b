"""Events and their occurrences: written, hidden, read one by one."""
