"""Fixtures and hooks for all tests: the folder of recorded pages, the network ban, and the `long` marker."""

from __future__ import annotations

import gc
import ipaddress
import socket
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

# The same examples in every run. For new ones: pytest --hypothesis-profile default
# Hypothesis also draws constants from the modules imported so far, which differ with the order of the tests.
providers._get_local_constants = Constants
settings.register_profile("marquee", derandomize=True)
settings.load_profile("marquee")

pytest_plugins = ["tests.plugins.application", "tests.plugins.services"]
REPOSITORY = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--real",
        default="../shared/real",
        help="folder of recorded real pages and feeds, relative to the repository root; tests that need it are skipped "
        "without it (default: %(default)s)",
    )
    parser.addoption(
        "--real-more",
        default="../shared/real-more",
        help="folder of recorded answers of further platforms (default: %(default)s)",
    )
    parser.addoption("--screenshots", action="store_true", help="save pictures of the pages in tests/web/screenshots/")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: takes over a minute; runs only with -m long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "long" in str(config.getoption("markexpr")):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="takes long; `make chaos` and `make guides` run it"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keeps the garbage collector from going through what the collection makes, while it is made and during the tests.
    That took a sixth of the processor time of the tests in this process."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def real(pytestconfig: pytest.Config) -> Path:
    """The folder of recorded pages. Skips the test if there is no folder."""
    return _recorded(pytestconfig, "--real")


@pytest.fixture(scope="session")
def real_more(pytestconfig: pytest.Config) -> Path:
    """The folder of recorded answers of further platforms. Skips the test if there is no folder."""
    return _recorded(pytestconfig, "--real-more")


def _recorded(pytestconfig: pytest.Config, option: str) -> Path:
    folder = (REPOSITORY / str(pytestconfig.getoption(option))).resolve()
    if not (folder / "INDEX.tsv").is_file():
        pytest.skip(f"no recorded pages at {folder}: set their folder with {option}")
    return folder


def _is_local(family: int, address: Any) -> bool:
    if family == socket.AF_UNIX:
        return True
    host = address[0] if isinstance(address, tuple) else address
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow connections only to loopback and Unix sockets."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if not _is_local(self.family, address):
            raise OSError(f"a test tried to reach the network: {address}")
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if not _is_local(self.family, address):
            raise OSError(f"a test tried to reach the network: {address}")
        return connect_ex(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
