"""Deployment by egg: scrapyd-deploy builds and uploads it to a node that has no checkout, and crawls run from it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from scrapers.launch import LaunchFailure
from storage.runs.ledger import RunStatus
from tests.crawl.running import REPOSITORY, VANWEZEL, read_run, stored, true_of
from tests.launch.conftest import launcher_at, running_scrapyd

pytestmark = pytest.mark.timeout(300)
LOGIN = ("deployer", "a-password-of-the-test")


@pytest.fixture
def bare_node(tmp_path, database_url):
    """A scrapyd in its own folder, with the configuration that the guide describes."""
    place = tmp_path / "elsewhere"
    place.mkdir()
    kept, cut, _ = (REPOSITORY / "scrapyd.conf").read_text().partition("# For a node without a checkout")
    assert cut
    (place / "scrapyd.conf").write_text(kept)
    login = {"SCRAPYD_USERNAME": LOGIN[0], "SCRAPYD_PASSWORD": LOGIN[1]}
    with running_scrapyd(tmp_path / "home", cwd=place, DATABASE_URL=database_url, **login) as daemon:
        yield daemon


def deploy(url, home):
    """`scrapyd-deploy node`, with the node in the deployer's own ~/.scrapy.cfg."""
    home.mkdir()
    (home / ".scrapy.cfg").write_text(f"[deploy:node]\nurl = {url}/\nproject = marquee\n")
    return subprocess.run(
        [str(Path(sys.executable).parent / "scrapyd-deploy"), "node", "--version", "1"],
        cwd=REPOSITORY,
        env={**os.environ, "HOME": str(home), "SCRAPYD_USERNAME": LOGIN[0], "SCRAPYD_PASSWORD": LOGIN[1]},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_egg(bare_node, tmp_path, order, crawls):
    deployed = deploy(bare_node.url, tmp_path / "deployer")
    assert '"spiders":' in deployed.stdout, deployed.stdout + deployed.stderr
    assert not [*REPOSITORY.glob("*.egg-info"), *REPOSITORY.glob("build"), *REPOSITORY.glob("project.egg-info")]
    whole = order()
    with pytest.raises(LaunchFailure, match="401"):
        launcher_at(bare_node.url, project="marquee", auth=None).crawl(whole, lambda: None)
    launcher_at(bare_node.url, project="marquee", auth=LOGIN).crawl(whole, lambda: None)
    run = read_run(whole.run_id)
    assert (run.status, run.launched_by) == (RunStatus.OK, "scrapyd")
    assert stored(VANWEZEL) == true_of("vanwezel", crawls.sandbox.url("vanwezel"))
    versions = httpx.get(f"{bare_node.url}/listversions.json", params={"project": "marquee"}, auth=LOGIN).json()
    assert versions["versions"] == ["1"]
