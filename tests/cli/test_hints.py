"""What commands print for the shell can be pasted into one."""

from __future__ import annotations

import shlex

import pytest

from app.cli import up
from app.services.stack import Stack
from core.config import Settings


@pytest.mark.parametrize("name", ["a folder", "it's", "$HOME", "a;b", "plain"])
def test_a_folder_with_any_name(tmp_path, capsys, name):
    folder = tmp_path / name
    up._welcome(Stack(folder, Settings(_env_file=None), migrate=print, seed=print, sink=print))
    env, health = capsys.readouterr().out.splitlines()
    inner = env.partition('eval "$(')[2].removesuffix(')"')
    for command in (inner, health.partition(": ")[2]):
        assert shlex.split(command)[-2] == "--data-dir"
        assert shlex.split(command)[-1].endswith(f"/{name}")
