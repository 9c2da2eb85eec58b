"""Routes for tasks and schedules."""
