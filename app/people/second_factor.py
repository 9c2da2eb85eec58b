"""The second step of a login: codes from an authenticator app (TOTP, RFC 6238), and recovery codes.

The secret is stored encrypted with a key from the person's password, so a leaked database or backup has no working
secrets, and the server needs no key of its own. So a new password for somebody who forgot theirs ends two-step login.
"""

from __future__ import annotations

import re
import secrets
from base64 import b32encode, urlsafe_b64encode
from datetime import datetime

import pyotp
import segno
from argon2 import Type
from argon2.exceptions import HashingError
from argon2.low_level import hash_secret_raw
from cryptography.fernet import Fernet, InvalidToken
from pyotp.utils import strings_equal
from sqlalchemy import Connection

from app.branding.site import current
from storage.access import credentials, second_factors

STEP_S = 30
DRIFT = (0, -1, 1)
"""Steps by which a phone's clock may be off (RFC 6238, 5.2)."""
RECOVERY_CODES = 10
_SALT_LENGTH = 16


class SealBroken(Exception):
    """The stored secret was encrypted with another password, or it is damaged."""


def new_secret() -> str:
    """160 random bits in base 32, as authenticator apps take them."""
    return pyotp.random_base32()


def app_address(secret: str, name: str) -> str:
    """The `otpauth` address that adds the secret to an app."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=current().name)


def qr_code(address: str) -> str:
    """An SVG as a `data:` address, black on white in every theme."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(scale=5, light="#fff"))


def new_recovery_codes() -> list[str]:
    """Each has 80 random bits, such as `k3fz-7qpa-w2mc-x5td`."""
    texts = (b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(RECOVERY_CODES))
    return ["-".join(re.findall(".{4}", text)) for text in texts]


def digest_of(recovery_code: str) -> bytes:
    """However it was typed."""
    return credentials.digest(re.sub(r"[\s-]", "", recovery_code).lower())


def sealed(secret: str, password: str) -> bytes:
    """The secret encrypted with the password, behind its salt."""
    salt = secrets.token_bytes(_SALT_LENGTH)
    return salt + _cipher(password, salt).encrypt(secret.encode())


def unsealed(stored: bytes, password: str) -> str:
    """`password`: checked before. Raises SealBroken."""
    try:
        return _cipher(password, stored[:_SALT_LENGTH]).decrypt(stored[_SALT_LENGTH:]).decode()
    except (InvalidToken, HashingError) as error:
        raise SealBroken from error


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The 30-second step of a right code; None for a wrong one. `now`: aware."""
    given = re.sub(r"\s", "", code)
    step = int(now.timestamp()) // STEP_S
    codes = pyotp.TOTP(secret)
    return next((step + by for by in DRIFT if strings_equal(codes.generate_otp(step + by), given)), None)


def use_code(connection: Connection, account_id: int, secret: str, code: str, now: datetime) -> bool:
    """Whether a code from the app or a recovery code is right. It is not right again."""
    step = step_of(secret, code, now)
    if step is not None:
        return second_factors.use_step(connection, account_id, step)
    return second_factors.use_recovery_code(connection, account_id, digest_of(code))


def _cipher(password: str, salt: bytes) -> Fernet:
    """The same cost as a password's hash (RFC 9106, second recommended parameters)."""
    key = hash_secret_raw(
        password.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=3,
        memory_cost=64 * 1024,
        parallelism=4,
        hash_len=32,
        type=Type.ID,
    )
    return Fernet(urlsafe_b64encode(key))
