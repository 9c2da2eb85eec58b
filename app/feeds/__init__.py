"""Writes listings as calendars, feeds, and a newsroom's copy. Pure functions that stream.

Each writer takes a feed's description of itself (`FeedInfo`) and an iterable of listings, and yields the document in
pieces. It never holds more than one listing.
"""
