"""The Events Calendar, a WordPress plugin."""
