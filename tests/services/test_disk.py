"""A full or read-only disk is noticed at the start and while Marquee runs."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.services import disk
from tests.services.conftest import Up, fill, until

NewUp = Callable[..., Up]
MOUNTS = (
    os.geteuid() == 0 and not subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode
)
needs_mounts = pytest.mark.skipif(not MOUNTS, reason="only root can mount a small disk")


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[Path]:
    """A disk in memory."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@needs_mounts
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("size=60m", "is full (60 MB are free, 100 MB are needed): free some space, or choose another --data-dir"),
        ("size=4k", "is full (0 MB are free, 100 MB are needed): free some space, or choose another --data-dir"),
        ("size=200m,nr_inodes=20", "takes no more files (no free inodes): delete some, or choose another --data-dir"),
        ("ro", "is on a read-only disk: make it writable, or choose another --data-dir"),
    ],
)
def test_up_ends_with_one_sentence(new_up: NewUp, tmp_path: Path, options: str, sentence: str) -> None:
    with small_disk(tmp_path / "disk", options) as folder:
        up = new_up(folder / "data", first=True).start("steady: exec sleep 600\n")
        assert up.wait() == 1
        assert up.output.strip().endswith(sentence)
        assert len(up.output.strip().splitlines()) == 1


@needs_mounts
def test_up_on_a_disk_that_fills_while_it_starts(new_up: NewUp, tmp_path: Path) -> None:
    """Another program takes the rest while the database is prepared."""
    with small_disk(tmp_path / "disk", "size=130m") as folder:
        up = new_up(folder / "data", first=True, env={"FILL": str(folder / "ballast")}).start(
            "steady: exec sleep 600\n"
        )
        assert up.wait() == 1
        assert "is full (" in up.output
        assert len(up.output.strip().splitlines()) == 1
        assert up.survivors() == []


@needs_mounts
def test_trouble_ends_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "size=40m") as folder:
        assert disk.trouble(folder) is None
        ballast = folder / "ballast"
        ballast.write_bytes(bytes(20 << 20))
        assert "is full (20 MB are free, 32 MB are needed)" in str(disk.trouble(folder / "not" / "there"))
        ballast.unlink()
        assert disk.trouble(folder) is None


@needs_mounts
def test_what_dies_on_a_full_disk_starts_again_when_there_is_room(new_up: NewUp, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "size=300m") as folder:
        up = new_up(folder / "data", first=True).start_and_wait("mortal: echo alive as $$; exec sleep 600\n")
        until(lambda: "alive as" in up.output, "the child runs")
        fill(folder / "ballast")
        os.kill(int(up.output.partition("alive as ")[2].split()[0]), signal.SIGKILL)
        until(lambda: "What has ended starts again as soon as there is room" in up.output, "up waits for room")
        assert up.output.count("mortal  | alive as") == 1
        (folder / "ballast").unlink()
        until(lambda: up.output.count("mortal  | alive as") == 2, "the child runs again")
        up.send(signal.SIGTERM)
        assert up.wait() == 0
