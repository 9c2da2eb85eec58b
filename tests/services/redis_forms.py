"""A Redis behind TCP, TLS, and a unix socket, and the forms in which people write its address."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from app.services.embedded.redis import RedisServer
from app.services.embedded.start import started
from core import redis_url
from tests.plugins.memory import temporary_folder
from tests.services.tls import tls_in_front_of

FORMS = {
    "plain": "redis://:{pw}@127.0.0.1:{port}/3",
    "valkey": "valkey://:{pw}@127.0.0.1:{port}/3",
    "number in the query": "redis://:{pw}@127.0.0.1:{port}?db=3",
    "authority": "rediss://:{pw}@127.0.0.1:{tls}/3?ssl_ca_certs={ca}",
    "user": "rediss://default:{pw}@localhost:{tls}/3?ssl_ca_certs={ca}",
    "CERT_REQUIRED": "rediss://:{pw}@127.0.0.1:{tls}/3?ssl_cert_reqs=CERT_REQUIRED&ssl_ca_certs={ca}",
    "required": "rediss://:{pw}@127.0.0.1:{tls}/3?ssl_cert_reqs=required&ssl_ca_certs={ca}&ssl_check_hostname=true",
    "CERT_OPTIONAL": "rediss://:{pw}@127.0.0.1:{tls}/3?ssl_cert_reqs=CERT_OPTIONAL&ssl_ca_certs={ca}",
    "CERT_NONE": "rediss://:{pw}@127.0.0.1:{tls}/3?ssl_cert_reqs=CERT_NONE",
    "none": "valkeys://:{pw}@127.0.0.1:{tls}/3?ssl_cert_reqs=none",
    "unix": "unix://:{pw}@{socket}?db=3",
    "virtual_host": "unix://:{pw}@{socket}?virtual_host=3",
    "redis+socket": "redis+socket://default:{pw}@{socket}?virtual_host=3",
    "options of both": "redis://:{pw}@127.0.0.1:{port}/3?health_check_interval=30&socket_timeout=20.5&protocol=2"
    "&socket_keepalive=true&max_connections=20&fanout_prefix=true&visibility_timeout=60&client_name=marquee",
    "options of both, TLS": "rediss://:{pw}@127.0.0.1:{tls}/3?ssl_cert_reqs=none&socket_keepalive=1&client_name=x"
    "&ssl_min_version=771&priority_steps=%5B0%2C3%5D",
    "options of both, socket": "unix://:{pw}@{socket}?db=3&socket_keepalive=true&socket_timeout=20"
    "&visibility_timeout=60",
    "unknown option": "redis://:{pw}@127.0.0.1:{port}/3?family=0",
}


@pytest.fixture(scope="module")
def parts() -> Iterator[dict[str, object]]:
    """A Redis with a password, behind TCP, TLS, and a unix socket."""
    with temporary_folder() as folder:
        socket = folder / "a redis.sock"
        options = {"appendonly": "no", "unixsocket": f'"{socket}"'}
        with (
            started(lambda port: RedisServer(folder / "data", port, options=options)) as server,
            tls_in_front_of(server.port, folder) as tls,
        ):
            secret = redis_url.parse(server.url).password
            named = {"pw": quote(secret, safe=""), "ca": quote(f"{folder}/ca.pem"), "socket": quote(str(socket))}
            yield {"port": server.port, "tls": tls, **named}
