"""Reads REDIS_URL as Redis hosts hand it out. Imports no client library: the settings check the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit

DEFAULT_PORT = 6379
SCHEMES = {
    "redis": "redis",
    "valkey": "redis",
    "rediss": "rediss",
    "valkeys": "rediss",
    "unix": "unix",
    "redis+socket": "unix",
}
"""Accepted schemes, and redis-py's name for each."""
CERT_REQS = ("none", "optional", "required")
FORMS = "redis://, rediss://, unix://, or redis+socket://"


@dataclass(frozen=True, slots=True, kw_only=True)
class RedisAddress:
    """The parts of an address. `path`: a unix socket's, or "". `options`: what the query sets, with `ssl_cert_reqs` in
    redis-py's spelling."""

    scheme: str
    host: str
    port: int
    path: str
    username: str
    password: str
    db: int
    options: Mapping[str, str]

    @property
    def tls(self) -> bool:
        return self.scheme == "rediss"

    @property
    def server(self) -> str:
        """What stands between the scheme and the path: `user:password@host:port`."""
        name = f"[{self.host}]" if ":" in self.host else quote(self.host)
        return self.login + ("" if self.path else f"{name}:{self.port}")

    @property
    def login(self) -> str:
        if not self.username and not self.password:
            return ""
        return f"{quote(self.username, safe='')}:{quote(self.password, safe='')}@"


def parse(url: str) -> RedisAddress:
    """Raises ValueError, whose message has no password."""
    try:
        parts = urlsplit(url)
        scheme, port = SCHEMES.get(parts.scheme), parts.port
    except ValueError as error:
        raise ValueError(f"REDIS_URL isn't an address: write {FORMS}, and percent-encode the password") from error
    if scheme is None:
        raise ValueError(f"REDIS_URL must begin with {FORMS}")
    if "," in (parts.hostname or ""):
        raise ValueError("REDIS_URL names several hosts, but Marquee uses one Redis server: name one")
    options = _options(scheme, dict(parse_qsl(parts.query)))
    path = unquote(parts.path)
    if scheme == "unix" and not path:
        raise ValueError("REDIS_URL names no socket: write unix:///path/to/redis.sock")
    named = (options.pop("db", ""), options.pop("virtual_host", ""), "" if scheme == "unix" else path.strip("/"))
    return RedisAddress(
        scheme=scheme,
        host=unquote(parts.hostname or "localhost"),
        port=port or DEFAULT_PORT,
        path=path if scheme == "unix" else "",
        username=unquote(parts.username or "") or options.pop("username", ""),
        password=unquote(parts.password or "") or options.pop("password", ""),
        db=_number(next(filter(None, named), "0")),
        options=options,
    )


def place(url: str) -> str:
    """Where the server is, without credentials: `localhost:6379`, `/run/redis.sock`."""
    address = parse(url)
    return address.path or f"{address.host}:{address.port}"


def _options(scheme: str, options: dict[str, str]) -> dict[str, str]:
    tls = sorted(name for name in options if name.startswith("ssl_"))
    if tls and scheme != "rediss":
        raise ValueError(f"REDIS_URL has the option {tls[0]}, which needs TLS: write rediss://")
    if "ssl_cert_reqs" in options:
        spelled = options["ssl_cert_reqs"].lower().removeprefix("cert_")
        if spelled not in CERT_REQS:
            raise ValueError(f"REDIS_URL's ssl_cert_reqs must be one of {', '.join(CERT_REQS)}")
        options["ssl_cert_reqs"] = spelled
    return options


def _number(db: str) -> int:
    if not db.isdecimal():
        raise ValueError("REDIS_URL's database must be a number, as in redis://localhost:6379/0")
    return int(db)
