"""Tells the crawls of a worker, in all processes of its pool, that the worker is stopping."""

from __future__ import annotations

import multiprocessing

stopping = multiprocessing.get_context("fork").Event()
"""Made when the worker's main process imports its tasks, so that the children it forks share it."""
