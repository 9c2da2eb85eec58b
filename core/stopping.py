"""Signals the crawls of a worker, in all processes of its pool, that the worker is stopping."""

from __future__ import annotations

import multiprocessing

stopping = multiprocessing.get_context("fork").Event()
"""Created when the worker's main process imports its tasks, so that its forked children share it."""
