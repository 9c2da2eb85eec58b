"""The alert rules and the dashboard use existing metrics in valid PromQL."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import promql_parser
import pytest
import yaml

from tests.metrics.test_metrics import ERROR, crawl, pier

MONITORING = Path(__file__).resolve().parents[2] / "monitoring"
RULES = [rule for group in yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"] for rule in group["rules"]]
DASHBOARD = json.loads((MONITORING / "grafana" / "dashboard.json").read_text())
ASKED = [(rule["alert"], rule["expr"]) for rule in RULES] + [
    (panel["title"], target["expr"]) for panel in DASHBOARD["panels"] for target in panel.get("targets", ())
]


def test_every_metric_in_use_is_exposed(scrape):
    pier()
    crawl("run", pages=1, seen=1, errors=[ERROR])
    exposed = {name for name, _ in scrape()}
    used = {name for _, expression in ASKED for name in re.findall(r"\bmarquee_\w+", expression)}
    assert len(used) > 15
    assert used - exposed == {"marquee_source_last_good_timestamp_seconds"}, "only the last good run may be missing"


@pytest.mark.parametrize(("where", "expression"), ASKED, ids=[where for where, _ in ASKED])
def test_expressions_are_valid_promql(where, expression):
    assert promql_parser.parse(expression)


def test_an_alert_says_what_to_do():
    for rule in RULES:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert {"summary", "action"} <= set(rule["annotations"])


def test_the_dashboard_has_no_panel_twice():
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids)) > 15


def test_promtool_agrees():
    if shutil.which("promtool") is None:
        pytest.skip("promtool is not installed (Debian: apt-get install prometheus)")
    ran = subprocess.run(
        ["promtool", "check", "config", str(MONITORING / "prometheus.yml")], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
