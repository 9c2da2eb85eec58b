"""The base layer: settings, the event item, errors, web addresses, logs, tracing. It imports no other package here.

One folder because every other package imports from it, and its modules have little to do with each other.
"""

import atexit
import gc

# Python ends a process with garbage collections, which free nothing that the system doesn't free anyway. With Scrapy
# and SQLAlchemy loaded they take 0.3 s, a quarter of a short command. What is frozen is exempt from them.
atexit.register(gc.freeze)
