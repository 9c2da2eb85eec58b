"""Stores the secrets of two-step login, already encrypted, and the hashes of recovery codes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, or_, select

from storage.tables.access import accounts, recovery_codes


def add(connection: Connection, account_id: int, totp_secret: bytes, step: int, digests: Iterable[bytes]) -> None:
    """Replaces what there was. `step`: of the code that confirmed the secret; `digests`: of the recovery codes."""
    remove(connection, account_id)
    connection.execute(
        accounts.update().where(accounts.c.id == account_id).values(totp_secret=totp_secret, totp_step=step)
    )
    connection.execute(recovery_codes.insert(), [{"account_id": account_id, "digest": digest} for digest in digests])


def remove(connection: Connection, account_id: int) -> None:
    connection.execute(accounts.update().where(accounts.c.id == account_id).values(totp_secret=None, totp_step=None))
    connection.execute(recovery_codes.delete().where(recovery_codes.c.account_id == account_id))


def use_step(connection: Connection, account_id: int, step: int) -> bool:
    """False if a code of this step, or of a later one, was used already (RFC 6238, 5.2)."""
    is_new = or_(accounts.c.totp_step.is_(None), accounts.c.totp_step < step)
    used = accounts.update().where(accounts.c.id == account_id, is_new).values(totp_step=step)
    return connection.execute(used).rowcount > 0


def use_recovery_code(connection: Connection, account_id: int, digest: bytes) -> bool:
    """False if the account has no such code."""
    used = recovery_codes.delete().where(recovery_codes.c.account_id == account_id, recovery_codes.c.digest == digest)
    return connection.execute(used).rowcount > 0


def count_recovery_codes(connection: Connection, account_id: int) -> int:
    counted = select(func.count()).where(recovery_codes.c.account_id == account_id)
    return int(connection.execute(counted).scalar_one())
