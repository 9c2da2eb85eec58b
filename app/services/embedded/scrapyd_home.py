"""scrapyd's configuration, kept in the data folder.

scrapyd 1.6 has no option for its configuration file. Of the places where it looks, only `~/.scrapyd.conf` can differ
per process, through HOME. The port comes from SCRAPYD_HTTP_PORT. `scrapyd.conf`, for a scrapyd that is started by hand
or in a container, has the same content (a test compares them).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from configparser import ConfigParser
from pathlib import Path

POLL_INTERVAL_S = 0.2
"""scrapyd takes one job per poll. At its default of 5 s a launch takes 5 s; at 0.2 s it takes 1.1 s (measured)."""
UPLOADS = ("addversion.json", "delversion.json", "delproject.json")


def options(home: Path) -> Mapping[str, str]:
    """What differs from scrapyd's defaults: finished jobs survive a restart, and it keeps 20 logs of each spider."""
    folders = {f"{name}_dir": str(home / name).replace("%", "%%") for name in ("logs", "items", "eggs", "dbs")}
    return {
        "application": "app.services.scrapyd_server.application.application",
        "bind_address": "127.0.0.1",
        "poll_interval": str(POLL_INTERVAL_S),
        "jobstorage": "scrapyd.jobstorage.SqliteJobStorage",
        "jobs_to_keep": "20",
        **folders,
    }


def write(home: Path, *, uploads: bool = False) -> None:
    """Creates the folder and its `.scrapyd.conf`. Without `uploads` nobody can deploy an egg."""
    home = home.resolve()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    configuration = ConfigParser(interpolation=None)
    configuration["scrapyd"] = options(home)
    configuration["services"] = {} if uploads else dict.fromkeys(UPLOADS, "")
    with (home / ".scrapyd.conf").open("w") as file:
        configuration.write(file)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
