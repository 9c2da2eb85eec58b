"""The names of accounts: those that look alike are one, and those that nobody can read or type are refused."""

from __future__ import annotations

import unicodedata

from sqlalchemy import Connection

from storage.access import accounts
from storage.access.accounts import Secrets

LONGEST_NAME = 200
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0").union(
    *(map(chr, range(first, last + 1)) for first, last in ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF)))
)
"""Letters and marks that look like nothing: Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties, without
format characters, and the empty Braille pattern."""
_ALIKE = frozenset({"ARMENIAN", "CHEROKEE", "COPTIC", "CYRILLIC", "GREEK", "LATIN", "LISU"})
"""Scripts with letters that look the same, such as the Latin and the Cyrillic a."""


class BadName(ValueError):
    """Nobody could log in with this name, or it could pass for another one."""


def folded(given: str) -> str:
    """The name by which accounts are compared: NFKC, without case, and with single spaces. `lower` is last because the
    database requires it."""
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", given).casefold())
    return " ".join(unicodedata.normalize("NFKC", composed.lower()).split())


def clean_name(given: str) -> str:
    """The folded name of a new account. Raises BadName."""
    if not given.strip().isprintable() or _BLANK.intersection(given):
        raise BadName("A name can't have characters that are invisible.")
    name = folded(given)
    if not name:
        raise BadName("A name can't be empty.")
    if len(name) > LONGEST_NAME:
        raise BadName(f"A name has at most {LONGEST_NAME} characters.")
    if not name.isprintable() or _BLANK.intersection(name):
        raise BadName("A name can't have characters that are invisible.")
    if len(_ALIKE.intersection(map(_script, name))) > 1:
        raise BadName("A name can't mix letters of different scripts, such as Latin and Cyrillic.")
    return name


def is_taken(connection: Connection, name: str) -> bool:
    """`name`: as `clean_name` returns it. Accounts from before may have names that are not folded."""
    return any(folded(one.name) == name for one in accounts.list_accounts(connection))


def find_login(connection: Connection, given: str) -> Secrets | None:
    """By the name as it was typed. An older account has its name in lower case, but not folded."""
    names = dict.fromkeys((given.lower(), given.strip().lower(), folded(given)))
    return next(filter(None, (accounts.read_login(connection, name) for name in names)), None)


def _script(character: str) -> str:
    """The first word of the character's name, such as `LATIN`."""
    return unicodedata.name(character, "").partition(" ")[0] if character.isalpha() else ""
