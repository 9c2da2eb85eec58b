"""Runs commands of `python -m app` in the test's process."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result
from typer.testing import CliRunner

from app.cli import app
from tests.crawl.fixtures import crawls, pytest_configure, running_sandbox, sandbox

__all__ = ["crawls", "pytest_configure", "running_sandbox", "sandbox"]


@pytest.fixture
def marquee() -> Callable[..., Result]:
    """Runs `python -m app …` with the test's environment."""

    def run(*arguments: str) -> Result:
        ran = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})
        assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
        return ran

    return run
