"""The calendar's feeds, saved searches, and the newsroom's kit."""
