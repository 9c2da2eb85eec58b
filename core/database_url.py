"""Reads DATABASE_URL: a Postgres address, or libpq's `key=value` form, with one server or several."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from psycopg2 import ProgrammingError
from psycopg2.extensions import parse_dsn

SQLALCHEMY = "postgresql+psycopg2"
SCHEMES = ("postgresql", "postgres", SQLALCHEMY)
FORMS = "postgresql://user:password@host:5432/database or host=… dbname=…"


def parameters(url: str) -> dict[str, str]:
    """libpq's connection parameters (PostgreSQL manual, 34.1.2), by name. Several hosts and ports are separated by
    commas. Raises ValueError, whose message has no password."""
    scheme, separator, rest = url.strip().partition("://")
    is_address = separator and re.fullmatch(r"[\w+.-]+", scheme)
    if is_address and scheme not in SCHEMES:
        raise ValueError(f"DATABASE_URL begins with {scheme}://, which Marquee cannot use: write {FORMS}")
    if is_address:
        _require_encoded(rest)
    try:
        found: dict[str, str] = parse_dsn(f"postgresql://{rest}" if is_address else url)
    except ProgrammingError as error:
        raise ValueError(f"DATABASE_URL isn't a Postgres address{_unknown(error, rest)}: write {FORMS}") from error
    if scheme == SQLALCHEMY:
        found |= _hosts(rest)
    if not all(port.isdecimal() for port in found.get("port", "5432").split(",") if port):
        raise ValueError("DATABASE_URL's port must be a number, as in postgresql://user:password@host:5432/database")
    return found


def place(url: str) -> str:
    """Where the servers are, without credentials: `localhost:5432`, `/run/postgresql`."""
    found = parameters(url)
    hosts = found.get("host", "localhost").split(",")
    ports = found.get("port", "5432").split(",")
    ports = ports if len(ports) == len(hosts) else ports[:1] * len(hosts)
    shown = [
        host if host.startswith("/") else f"{host or 'localhost'}:{port or 5432}"
        for host, port in zip(hosts, ports, strict=True)
    ]
    return ", ".join(shown)


def _require_encoded(rest: str) -> None:
    """libpq ends the password at the first `@` and the host at the first `/`, so part of a password would become a
    host, which errors show."""
    authority, _, path = rest.partition("?")[0].partition("/")
    if authority.count("@") > 1 or (":" in authority and "@" in path and "@" not in authority):
        raise ValueError("DATABASE_URL's password must be percent-encoded: write @ as %40, / as %2F, : as %3A")


def _unknown(error: ProgrammingError, rest: str) -> str:
    """The name of an option that libpq does not know. A password may follow the `?` only if it contains one itself."""
    found = re.search(r'invalid URI query parameter: "(\w+)"', str(error))
    return f" (libpq has no option {found[1]})" if found and "@" not in rest.partition("?")[2] else ""


def _hosts(rest: str) -> dict[str, str]:
    """The hosts that SQLAlchemy's form names: `?host=first:5432&host=second:5433`."""
    named = parse_qs(rest.rpartition("@")[2].partition("?")[2]).get("host", [])
    pairs = [re.fullmatch(r"([^/:]+):(\d+)", host) for host in named]
    if not all(pairs) or not pairs:
        return {"host": ",".join(named)} if len(named) > 1 else {}
    return {"host": ",".join(pair[1] for pair in pairs if pair), "port": ",".join(pair[2] for pair in pairs if pair)}
