"""Chooses ports on which a server can listen."""

from __future__ import annotations

import socket

import pytest

from app.services import ports


@pytest.mark.parametrize("host", [ports.LOOPBACK, ""])
def test_a_port_in_use_is_not_chosen(host: str) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind((host, 0))
        other.listen()
        taken = other.getsockname()[1]
        assert not ports.is_free(taken)
        chosen = ports.choose(taken)
    assert chosen not in (0, taken)


def test_a_free_port_is_chosen_again_although_an_old_connection_lingers() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((ports.LOOPBACK, 0))
        server.listen()
        port = server.getsockname()[1]
        with socket.create_connection((ports.LOOPBACK, port)):
            accepted, _ = server.accept()
            accepted.close()
    assert ports.choose(port) == port


def test_no_port_is_chosen_twice() -> None:
    first = ports.choose()
    assert ports.choose(first, {first}) != first
