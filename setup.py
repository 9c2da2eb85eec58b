"""Builds the egg for `scrapyd-deploy`: the part of Marquee that a crawl needs on a node without a checkout.

Marquee itself runs from its folder and isn't installed. The egg is built in a temporary folder, because next to
pyproject.toml setuptools would take its metadata from there, drop the entry point through which scrapyd finds the
settings, and leave build folders behind.
"""

from __future__ import annotations

import atexit
import os
import runpy
import shutil
import tempfile
from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).resolve().parent
VERSION = runpy.run_path(str(ROOT / "core" / "version.py"))["VERSION"]
PACKAGES = ["core", "storage", "pipelines", "scrapers", "spiders"]
CRAWL = [pattern for package in PACKAGES for pattern in (package, f"{package}.*")]

workshop = tempfile.mkdtemp(prefix="marquee-egg-")
atexit.register(shutil.rmtree, workshop, ignore_errors=True)
os.chdir(workshop)

setup(
    name="marquee",
    version=VERSION,
    packages=find_packages(str(ROOT), include=CRAWL),
    package_dir={"": str(ROOT)},
    entry_points={"scrapy": ["settings = scrapers.settings"]},
    zip_safe=True,
    options={"egg_info": {"egg_base": workshop}},
)
