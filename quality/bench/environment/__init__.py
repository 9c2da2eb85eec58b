"""What the benches run on: servers, child processes, a task client, a site with its pages and feeds, and events."""
