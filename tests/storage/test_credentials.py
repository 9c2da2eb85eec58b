"""Passwords and tokens are stored as hashes."""

from __future__ import annotations

import pytest

from storage.access import credentials


def test_passwords_are_argon2id_and_salted():
    first, second = (credentials.hash_password("correct horse battery") for _ in range(2))
    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert first != second
    assert credentials.check_password(first, "correct horse battery")
    assert not credentials.check_password(first, "correct horse batter")
    assert not credentials.check_password(None, "correct horse battery")
    assert not credentials.check_password("no hash", "correct horse battery")
    assert not credentials.is_outdated(first)


@pytest.mark.parametrize("password", ["", "too short", "x" * 1025])
def test_passwords_that_are_too_short_or_too_long(password):
    with pytest.raises(credentials.WeakPassword, match="10 to 1024"):
        credentials.hash_password(password)


def test_tokens():
    keys = {credentials.new_key() for _ in range(100)}
    assert len(keys) == 100
    assert all(key.startswith("mq_") and len(key) == 46 for key in keys)
    key = keys.pop()
    assert len(credentials.digest(key)) == 32
    assert credentials.csrf_token("a") != credentials.csrf_token("b")
    assert credentials.same("a\udc80", "a\udc80")
    assert not credentials.same("a", "")
