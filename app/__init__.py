"""What stands on top: tasks, worker, API, feeds, command line, services, metrics, diagnosis."""
