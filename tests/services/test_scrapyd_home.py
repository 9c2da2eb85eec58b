"""scrapyd has the same configuration no matter how it is started."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

import pytest
from scrapyd.config import Config

from app.services.embedded import scrapyd_home

REPOSITORY = Path(__file__).resolve().parents[2]


def test_file_for_hand_and_container_says_the_same():
    written = ConfigParser(interpolation=None)
    written.read(REPOSITORY / "scrapyd.conf")
    assert dict(written["scrapyd"]) == scrapyd_home.options(Path(".data/scrapyd"))
    assert dict(written["services"]) == dict.fromkeys(scrapyd_home.UPLOADS, "")


@pytest.mark.parametrize("uploads", [False, True])
def test_scrapyd_reads_what_is_written(tmp_path, monkeypatch, uploads):
    home = tmp_path / "100%"
    scrapyd_home.write(home, uploads=uploads)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(tmp_path)
    config = Config()
    assert config.get("logs_dir") == str(home / "logs")
    assert config.getfloat("poll_interval") == scrapyd_home.POLL_INTERVAL_S
    services = dict(config.items("services"))
    assert bool(services["addversion.json"]) is uploads
    assert services["schedule.json"]
