"""`python -m app secrets` writes the containers' secrets once, in a folder that only its owner can open."""

from __future__ import annotations

import re
import stat
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.cli.secrets import FILES

PASSWORDS = ("postgres_password", "scrapyd_password", "flower_password", "api_key")


def secrets(*arguments):
    return CliRunner().invoke(app, ["secrets", *map(str, arguments)])


@pytest.fixture
def file(tmp_path):
    return tmp_path / ".env"


def written(file, folder="secrets"):
    return {each.name: each.read_text().strip() for each in (file.parent / folder).iterdir()}


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_new_secrets(file):
    ran = secrets("--file", file, "--contact-url", "https://example.org/us")
    assert ran.exit_code == 0
    found = written(file)
    assert set(found) == set(FILES)
    assert all(re.fullmatch("[0-9a-f]{64}", found[name]) for name in PASSWORDS)
    assert len({found[name] for name in PASSWORDS}) == len(PASSWORDS)
    assert not any(found[name] in ran.output for name in FILES)
    assert file.read_text() == "CONTACT_URL=https://example.org/us\n"
    assert mode(file) == 0o600


def test_only_the_owner_opens_the_folder_and_a_container_reads_the_files(file):
    secrets("--file", file)
    assert mode(file.parent / "secrets") == 0o700
    assert {mode(each) for each in (file.parent / "secrets").iterdir()} == {0o644}
    assert not file.exists()


def test_servers_and_addresses_have_the_same_passwords(file):
    secrets("--file", file)
    found = written(file)
    owner, application = urlsplit(found["database_owner_url"]), urlsplit(found["database_url"])
    assert (owner.username, owner.password) == ("marquee", found["postgres_password"])
    assert application.username == "marquee_app"
    assert application.password != owner.password
    assert found["redis_conf"] == f"requirepass {urlsplit(found['redis_url']).password}"


def test_existing_secrets_stay(file):
    secrets("--file", file)
    before = written(file)
    refused = secrets("--file", file)
    assert refused.exit_code == 1
    assert "--force" in refused.output
    assert written(file) == before
    forced = secrets("--file", file, "--force")
    assert forced.exit_code == 0
    assert not set(before.values()) & set(written(file).values())


def test_passwords_from_an_older_env_file_are_kept(file):
    file.write_text("# ours\nexport REDIS_PASSWORD=older\nREDIS_PASSWORD=old\nPOSTGRES_PASSWORD=mine\nCONTACT_URL=x\n")
    ran = secrets("--file", file)
    assert ran.exit_code == 0
    assert "Set CONTACT_URL" not in ran.output
    found = written(file)
    assert found["database_owner_url"] == "postgresql://marquee:mine@postgres:5432/marquee"
    assert found["redis_conf"] == "requirepass old"
    assert file.read_text().startswith("# ours\n")


def test_another_folder_and_the_other_lines_of_the_file(file):
    file.write_text("# ours\nLOG_LEVEL=DEBUG\n#CONTACT_URL=nobody\n")
    file.chmod(0o644)
    ran = secrets("--file", file, "--folder", file.parent / "run" / "keys")
    assert "Set CONTACT_URL" in ran.output
    assert set(written(file, "run/keys")) == set(FILES)
    secrets("--file", file, "--contact-url", "https://example.org/us")
    assert file.read_text() == "# ours\nLOG_LEVEL=DEBUG\n#CONTACT_URL=nobody\nCONTACT_URL=https://example.org/us\n"
    assert mode(file) == 0o600
