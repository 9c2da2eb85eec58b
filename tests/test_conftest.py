"""Tests of the network ban."""

from __future__ import annotations

import socket

import pytest


def test_a_connection_off_the_machine_is_refused() -> None:
    with socket.socket() as there, pytest.raises(OSError, match="tried to reach the network"):
        there.connect(("192.0.2.1", 80))


def test_loopback_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as there:
        there.connect(server.getsockname())
        assert there.getpeername() == server.getsockname()
