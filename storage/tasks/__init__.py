"""Records task deliveries, orders from people, schedules, and scrapyd jobs."""
