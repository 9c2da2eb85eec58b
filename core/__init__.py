"""The base layer: settings, the event item, errors, web addresses, logs, tracing. It imports no other package here.

One folder because every other package imports from it, and its modules have little to do with each other.
"""

import atexit
import gc

# Python ends a process with garbage collections, which free nothing that the system doesn't free anyway. With Scrapy
# and SQLAlchemy loaded they take 0.3 s, a quarter of a short command. What is frozen is exempt from them.
atexit.register(gc.freeze)
# By default, each 700 new objects start a collection. Loading Scrapy or FastAPI makes 100,000 to 200,000 that stay, and
# going through them took 0.15 s to 0.3 s; at 5,000 it takes half as long.
gc.set_threshold(5_000, 10, 10)
