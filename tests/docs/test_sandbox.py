"""What the guide says of the sandbox is so."""

from __future__ import annotations

import re
from pathlib import Path

from app.cli.demo.command import SANDBOX_PORT
from sandbox.catalog import SITES
from sandbox.serving.trouble import Fault

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/start.md").read_text("utf-8")


def test_the_guide_lists_each_fault():
    table = GUIDE.partition("| kind | what the site does")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.M) == [*Fault]


def test_the_demos_ports():
    (town,) = re.findall(r"http://127\.0\.0\.1:(\d+)/_trouble", GUIDE)
    assert int(town) == SANDBOX_PORT + SITES.index("town")
    shown = dict(re.findall(r"^sandbox: (\w+) at http://127\.0\.0\.1:(\d+)$", (ROOT / "README.md").read_text(), re.M))
    assert shown == {name: str(SANDBOX_PORT + SITES.index(name)) for name in shown}
