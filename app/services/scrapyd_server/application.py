"""Starts scrapyd with Marquee's restrictions; `application` in scrapyd.conf names this function."""

from __future__ import annotations

import os

import scrapyd.app
from scrapyd.config import Config
from scrapyd.exceptions import ConfigError
from twisted.python.components import Componentized

from app.services.scrapyd_server.login import login
from core.config import settings

OURS = "app.services.scrapyd_server"


def application(config: Config) -> Componentized:
    """scrapyd's application, which always asks for a login. `scrapyd.conf` cannot turn the restrictions off."""
    username, password = login(settings())
    if ":" in username:
        raise ConfigError("SCRAPYD_USERNAME must not contain a colon: an HTTP login cannot have one")
    os.environ["SCRAPYD_USERNAME"], os.environ["SCRAPYD_PASSWORD"] = username, password
    config.cp.set(config.SECTION, "webroot", f"{OURS}.requests.Root")
    config.cp.set(config.SECTION, "launcher", f"{OURS}.launcher.Launcher")
    config.cp.set("services", "schedule.json", f"{OURS}.requests.Schedule")
    application: Componentized = scrapyd.app.application(config)
    return application
