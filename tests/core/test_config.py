"""Where settings come from: the environment, files with secrets, and `.env`."""

from __future__ import annotations

import pytest

from core.config import BadSettings, Settings, settings


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder, without the variables that these tests set."""
    monkeypatch.chdir(tmp_path)
    for name in ("API_KEY", "LOG_LEVELS", "DATABASE_URL", "ENV_FILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_a_file_holds_the_secret(folder, monkeypatch):
    (folder / "key").write_text("from the file\n")
    monkeypatch.setenv("API_KEY_FILE", str(folder / "key"))
    read = Settings()
    assert read.api_key is not None
    assert read.api_key.get_secret_value() == "from the file"
    assert "api_key" in read.model_fields_set


def test_the_environment_comes_first_and_dotenv_last(folder, monkeypatch):
    (folder / ".env").write_text("DATABASE_URL=postgresql://dotenv/a\nTIMEZONE=Europe/Paris\n")
    (folder / "url").write_text("postgresql://file/a")
    monkeypatch.setenv("DATABASE_URL_FILE", str(folder / "url"))
    assert Settings().database_url == "postgresql://file/a"
    assert Settings().timezone == "Europe/Paris"
    monkeypatch.setenv("DATABASE_URL", "postgresql://environment/a")
    assert Settings().database_url == "postgresql://environment/a"


def test_a_file_may_hold_json(folder, monkeypatch):
    (folder / "levels").write_text('{"scrapy": "WARNING"}')
    monkeypatch.setenv("LOG_LEVELS_FILE", str(folder / "levels"))
    assert Settings().log_levels == {"scrapy": "WARNING"}


def test_a_missing_file_is_named(folder, monkeypatch):
    monkeypatch.setenv("API_KEY_FILE", str(folder / "nowhere"))
    with pytest.raises(BadSettings, match=r"^API_KEY_FILE names .*nowhere, which can't be read: No such file"):
        settings.__wrapped__()


def test_an_empty_file_counts_as_unset(folder, monkeypatch):
    (folder / "key").write_text("\n")
    monkeypatch.setenv("API_KEY_FILE", str(folder / "key"))
    assert Settings().api_key is None


def test_another_file_than_dotenv(folder, monkeypatch):
    (folder / ".env").write_text("TIMEZONE=Europe/Paris\n")
    (folder / "other.env").write_text("TIMEZONE=Europe/Rome\n")
    monkeypatch.setenv("ENV_FILE", str(folder / "other.env"))
    assert settings.__wrapped__().timezone == "Europe/Rome"
    monkeypatch.setenv("ENV_FILE", "/dev/null")
    assert settings.__wrapped__().timezone == "America/New_York"
