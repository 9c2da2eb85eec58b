"""Which parts start again, and what they wait for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.services.embedded.redis import RedisServer
from app.services.embedded.start import started
from app.services.errors import StartFailed
from app.services.parts.keeper import Keeper
from app.services.parts.part import Part, Server
from tests.services.conftest import until


@dataclass
class Mortal:
    """Ends when the test says so; each start revives it unless `fails`."""

    name: str = "mortal"
    dead: bool = False
    fails: bool = False
    starts: int = 0

    def start(self) -> None:
        self.starts += 1
        if self.fails:
            raise StartFailed("it is too early")
        self.dead = False

    def status(self) -> int | None:
        return 3 if self.dead else None

    def last_lines(self) -> list[str]:
        return ["goodbye"]


@dataclass
class Scene:
    """A keeper, what it said, and a disk that the test fills."""

    parts: list[Part]
    full: str | None = None
    said: list[str] = field(default_factory=list)
    left_down: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keeper = Keeper(
            self.parts, say=self.said.append, trouble=lambda: self.full, left_down=self.left_down.__setitem__
        )

    def until(self, true: Callable[[], object], what: str) -> None:
        """Tends until it is true."""

        def tended() -> object:
            self.keeper.tend()
            return true()

        until(tended, what)


def test_what_runs_is_left_alone() -> None:
    mortal = Mortal()
    Scene([mortal]).keeper.tend()
    assert mortal.starts == 0


def test_while_the_disk_is_full_nothing_starts_and_no_death_counts() -> None:
    mortal = Mortal(dead=True)
    scene = Scene([mortal], full="the disk is full")
    for _ in range(20):
        scene.keeper.tend()
    assert mortal.starts == 0
    assert scene.left_down == {}
    assert scene.said == [
        "mortal exited with status 3; its last lines:\n    goodbye",
        "the disk is full. What has ended starts again as soon as there is room",
    ]
    scene.full = None
    scene.until(lambda: mortal.starts == 1, "it starts")
    assert scene.said[-1] == "mortal started again"


def test_a_start_that_fails_counts_as_a_death() -> None:
    mortal = Mortal(dead=True, fails=True)
    scene = Scene([mortal])
    scene.until(lambda: scene.left_down, "it is given up")
    assert mortal.starts == 4
    assert scene.left_down == {"mortal": "did not start: it is too early"}
    scene.keeper.tend()
    assert mortal.starts == 4


def test_what_was_asked_to_stop_starts_at_once() -> None:
    mortal = Mortal()
    scene = Scene([mortal])
    scene.keeper.will_end("mortal")
    scene.keeper.tend()
    assert mortal.starts == 0
    mortal.dead = True
    scene.keeper.tend()
    scene.keeper.tend()
    assert mortal.starts == 1
    assert scene.said == ["mortal started again"]


def test_children_wait_for_the_servers(tmp_path: Path) -> None:
    """A real Redis that dies, and whose port another one takes until the test ends it."""
    server = started(lambda port: RedisServer(tmp_path / "own", port))
    child = Mortal()
    scene = Scene([Server("redis", server), child])
    assert server.process is not None
    server.process.stop(5.0)
    with RedisServer(tmp_path / "other", server.port):
        child.dead = True
        scene.until(lambda: any("did not start" in line for line in scene.said), "a start that fails")
        assert child.starts == 0
    scene.until(lambda: child.starts == 1, "the child starts")
    assert scene.said[-2:] == ["redis started again", "mortal started again"]
    server.stop()
