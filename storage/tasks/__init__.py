"""Tasks: deliveries, orders from people, schedules, scrapyd jobs."""
