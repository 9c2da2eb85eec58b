"""A service's process stops when asked, and its descendants with it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from app.services.embedded.process import Command, Process
from tests.services.conftest import until


def start(script: str, **options: object) -> Process:
    process = Process(Command(["/bin/sh", "-c", script], **options))  # type: ignore[arg-type]
    process.start()
    return process


def ends(process: Process) -> int | None:
    """The status of a process that must end without being stopped."""
    try:
        assert process.wait(60)
        return process.status()
    finally:
        process.stop(0)
        process.close()


def gone(pid: int) -> bool:
    """Whether the process has ended, even if it is not yet reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.parametrize(("script", "status"), [("exit 0", 0), ("exit 3", 3), ("kill -TERM $$", 143)])
def test_the_status_is_the_commands(script: str, status: int) -> None:
    assert ends(start(script)) == status


def test_a_command_that_does_not_exist_says_so() -> None:
    process = Process(Command(["/nowhere/to/be/found"]))
    process.start()
    said = process.lines.read().decode()
    assert ends(process) == 127
    assert "cannot run /nowhere/to/be/found" in said


def test_it_runs_in_its_folder_and_its_environment(tmp_path: Path) -> None:
    process = start('pwd; echo "$WORD"; echo oops >&2', cwd=tmp_path, env={"WORD": "a b"})
    assert process.lines.read().decode().splitlines() == [str(tmp_path), "a b", "oops"]
    assert ends(process) == 0


def test_the_stop_signal_is_the_commands_choice() -> None:
    process = start("trap 'exit 9' INT; echo up; while :; do sleep 0.05; done", stop_signal=signal.SIGINT)
    assert process.lines.readline() == b"up\n"
    process.ask_to_stop()
    assert ends(process) == 9


def test_what_a_dying_command_leaves_behind_ends_too() -> None:
    process = start("setsid sleep 611 & echo $!; exit 4")
    orphan = int(process.lines.readline())
    assert ends(process) == 4
    assert gone(orphan)


def test_cutting_off_kills_what_ignores_the_wish_to_stop() -> None:
    process = start("trap '' TERM; setsid sleep 612 & echo $!; while :; do sleep 0.05; done")
    orphan = int(process.lines.readline())
    assert not process.stop(grace_s=0.2)
    process.close()
    assert process.status() == 128 + signal.SIGKILL
    assert gone(orphan)


def test_the_command_dies_with_its_reaper() -> None:
    process = start("echo $$; exec sleep 613")
    command = int(process.lines.readline())
    reaper = int(Path(f"/proc/{command}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(reaper, signal.SIGKILL)
    until(lambda: gone(command), "the command has died")
    assert ends(process) == 128 + signal.SIGKILL


def test_the_command_sees_none_of_the_supervisors_descriptors() -> None:
    process = Process(Command(["/bin/sh", "-c", "ls /proc/self/fd"]), held=(os.open(os.devnull, os.O_RDONLY),))
    process.start()
    seen = process.lines.read().decode().split()
    os.close(process.held[0])
    assert ends(process) == 0
    assert seen == ["0", "1", "2", "3"]  # 3 is the listed folder itself
