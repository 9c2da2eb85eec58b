"""What goes out: listings written as calendars, feeds and a newsroom's copy. Pure, and streamed.

Each writer takes what the feed says of itself (`FeedInfo`) and an iterable of listings, and yields the document in
pieces: it never holds more than one listing.
"""
