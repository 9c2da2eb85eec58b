"""Keeps bodies as files, each under its SHA-256 and compressed with zstd."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from core.config import Settings

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 3
_SUFFIX = ".zst"
_DRAFT = ".new"


class BodyGone(LookupError):
    """The body is not in the store: it was pruned, or it is on another machine."""


class BodyDamaged(ValueError):
    """A file doesn't hold what its name says. The message names it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A body in the store. `size`: how many bytes it takes there."""

    digest: str
    size: int


class Bodies(Protocol):
    """A store of bodies by digest, the SHA-256 in hexadecimal. Writing and reading raise OSError."""

    def put(self, digest: str, body: bytes) -> None:
        """Does nothing if the store has it."""

    def get(self, digest: str) -> bytes:
        """Raises BodyGone or BodyDamaged."""

    def delete(self, digest: str) -> None:
        """Does nothing if the store doesn't have it."""

    def list(self) -> Iterator[Kept]:
        """All bodies, in no order."""


class Folder:
    """Bodies in a folder that only its owner can read: `ab/abcdef….zst`. A file appears under its name when it is
    complete, so two writers of one body don't meet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, digest: str, body: bytes) -> None:
        file = self._file(digest)
        if _has_bytes(file):
            return
        self._make(file.parent)
        draft = file.with_name(f"{digest}.{secrets.token_hex(4)}{_DRAFT}")
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(zstd.compress(body, level=LEVEL))
            draft.replace(file)
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise

    def get(self, digest: str) -> bytes:
        file = self._file(digest)
        try:
            body = zstd.decompress(file.read_bytes())
        except FileNotFoundError as error:
            raise BodyGone(f"{file} doesn't exist") from error
        except (zstd.ZstdError, EOFError) as error:
            raise BodyDamaged(f"{file} is damaged: {error}") from error
        if sha256(body).hexdigest() != digest:
            raise BodyDamaged(f"{file} is damaged: its content has another hash")
        return body

    def delete(self, digest: str) -> None:
        self._file(digest).unlink(missing_ok=True)

    def list(self) -> Iterator[Kept]:
        for file in self.path.glob(f"??/*{_SUFFIX}"):
            with contextlib.suppress(FileNotFoundError):
                yield Kept(file.stem, file.stat().st_size)

    def delete_drafts(self) -> int:
        """Deletes what killed processes left half-written. No writer may be at work."""
        drafts = list(self.path.glob(f"??/*{_DRAFT}"))
        for draft in drafts:
            draft.unlink(missing_ok=True)
        return len(drafts)

    def _file(self, digest: str) -> Path:
        return self.path / digest[:2] / f"{digest}{_SUFFIX}"

    def _make(self, folder: Path) -> None:
        if not folder.is_dir():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)


def folder(settings: Settings) -> Folder:
    """The folder of the settings; it is made with the first body."""
    return Folder(settings.captures_dir or settings.data_dir / "captures")


def _has_bytes(file: Path) -> bool:
    """An empty file is what a power failure leaves of one that was just written."""
    try:
        return file.stat().st_size > 0
    except FileNotFoundError:
        return False
