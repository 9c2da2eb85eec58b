"""Runs `up` with the test's own Procfile, and a table in place of the real schema that gains a row at each start."""

from __future__ import annotations

import os
import sys
from contextlib import closing, suppress
from pathlib import Path

import psycopg2

from app.services import addresses
from app.services.supervisor import up
from core.config import Settings


def fill() -> None:
    """Writes zeros to the file that FILL names until its disk is full, as another program may do at any time."""
    if "FILL" in os.environ:
        with suppress(OSError), open(os.environ["FILL"], "wb") as file:
            while True:
                file.write(bytes(1 << 20))


def execute(url: str, statement: str) -> None:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)


def migrate(url: str) -> None:
    """As the database's owner."""
    fill()
    owner = addresses.owner(Settings(_env_file=None), Path(sys.argv[1]), url)
    execute(owner, "CREATE TABLE IF NOT EXISTS starts (number serial)")
    execute(owner, "GRANT ALL ON starts, starts_number_seq TO public")


def seed(url: str) -> None:
    execute(url, "INSERT INTO starts DEFAULT VALUES")


if __name__ == "__main__":
    sys.exit(up(Path(sys.argv[1]), Settings(_env_file=None), migrate=migrate, seed=seed, procfile=Path(sys.argv[2])))
