"""Tasks and schedules over HTTP."""
