"""`keys`: which programs can use the API."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from app.cli.access.rows import ScopeOption, show
from app.cli.acting import ACTOR, opened, refuse
from app.cli.place import DataDir
from app.cli.show import AsJson
from storage.access import audit, credentials
from storage.access import keys as key_rows
from storage.access.accounts import Scope

keys = typer.Typer(no_args_is_help=True, help="Keys for programs that use the API.")


@keys.command("add")
def add_key(
    label: Annotated[str, typer.Argument(help="What the key is for.")],
    scope: ScopeOption = Scope.READ,
    days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="How many days it is valid. Default: until revoked.")
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Make a key and print it once. Only its hash is stored."""
    if not label.isprintable() or not 1 <= len(label) <= 200:
        raise typer.BadParameter("a label is one line of text", param_hint="LABEL")
    key = credentials.new_key()
    with opened(data_dir) as connection:
        made = key_rows.add_key(
            connection,
            label=label,
            prefix=credentials.prefix(key),
            digest=credentials.digest(key),
            scope=scope,
            created_by=ACTOR,
            expires_at=None if days is None else datetime.now(UTC) + timedelta(days=days),
        )
        audit.record(
            connection,
            actor=ACTOR,
            action="make key",
            subject=f"key:{made.id}",
            after={"label": label, "scope": scope.value, "expires_at": made.expires_at},
        )
    if as_json:
        sys.stdout.write(json.dumps({**asdict(made), "key": key}, default=str) + "\n")
        return
    typer.echo(key)
    typer.echo(f"key {made.id}, {scope}: it is not shown again. Authorization: Bearer {made.prefix}…", err=True)


@keys.command("list")
def list_keys(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the keys, including revoked ones."""
    with opened(data_dir) as connection:
        rows = key_rows.list_keys(connection)
    columns = ("id", "label", "prefix", "scope", "created_at", "created_by", "expires_at", "last_used_at", "revoked_at")
    show(map(asdict, rows), columns, as_json)


@keys.command("revoke")
def revoke_key(
    key_id: Annotated[int, typer.Argument(min=1, max=2**31 - 1, help="The key's id, shown by `keys list`.")],
    data_dir: DataDir = None,
) -> None:
    """Revoke a key."""
    with opened(data_dir) as connection:
        if key_rows.revoke_key(connection, key_id) is None:
            refuse(f"there is no key {key_id}")
        audit.record(connection, actor=ACTOR, action="revoke key", subject=f"key:{key_id}")
    typer.echo(f"revoked: {key_id}")
