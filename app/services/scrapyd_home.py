"""scrapyd's configuration, kept in the data folder.

scrapyd 1.6 has no option for its configuration file; of the places where it looks, only `~/.scrapyd.conf` can be
given per process, through HOME. The port comes from SCRAPYD_HTTP_PORT.
"""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

POLL_INTERVAL_S = 0.2
"""scrapyd takes one job a poll; at its default of 5 s a launch takes as long (measured: 1.1 s at 0.2 s)."""


def write(home: Path) -> None:
    """Make the folder and its `.scrapyd.conf`. Uploads stay off: any web page could post code to a local port."""
    home = home.resolve()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    configuration = ConfigParser(interpolation=None)
    configuration["scrapyd"] = {
        "bind_address": "127.0.0.1",
        "poll_interval": str(POLL_INTERVAL_S),
        "jobstorage": "scrapyd.jobstorage.SqliteJobStorage",
        "logs_dir": str(home / "logs").replace("%", "%%"),
        "eggs_dir": str(home / "eggs").replace("%", "%%"),
        "dbs_dir": str(home / "dbs").replace("%", "%%"),
    }
    configuration["services"] = {"addversion.json": "", "delversion.json": "", "delproject.json": ""}
    with (home / ".scrapyd.conf").open("w") as file:
        configuration.write(file)
