"""The letter: pages for its readers, and routes for editors."""
