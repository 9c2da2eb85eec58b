"""The settings: environment variables, read once, typed and frozen."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from functools import cache
from ipaddress import ip_network
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from core import database_url, redis_url
from core.secret_files import SecretFiles, UnreadableFile
from core.zone_names import zone_names

CONTACT_NOT_SET = "https://example.org/set-CONTACT_URL"
"""In the user agent until CONTACT_URL is set; `doctor` warns about it."""


_SITE = re.compile(r"\*|https?://(?:\*\.)?[A-Za-z0-9.-]+(?::(?:[0-9]+|\*))?")
"""A source of a `frame-ancestors` directive (CSP level 3, 2.3.1)."""


class CrawlMode(StrEnum):
    CROCHET = "crochet"
    SCRAPYD = "scrapyd"


class Frontier(StrEnum):
    MEMORY = "memory"
    REDIS = "redis"


class SmtpSecurity(StrEnum):
    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class LogStyle(StrEnum):
    PRETTY = "pretty"
    JSON = "json"


class Settings(BaseSettings):
    """Every option with its default. The environment variable is the name in upper case; see `.env.example`.

    The environment comes first, then the file that NAME_FILE names, then `.env`.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,  # it may contain a password
    )

    database_url: str | None = None
    database_owner_url: str | None = None
    redis_url: str = "redis://localhost:6379/0"
    crawl_mode: CrawlMode = CrawlMode.CROCHET
    frontier: Frontier = Frontier.MEMORY
    scrapyd_url: str = "http://127.0.0.1:6800"
    scrapyd_project: str = "default"
    scrapyd_username: str | None = None
    scrapyd_password: SecretStr | None = None
    scrapyd_hosts: str = ""
    scrapyd_uploads: bool = False
    data_dir: Path = Path(".data")
    contact_url: str = CONTACT_NOT_SET
    crawl_deadline_s: int = Field(default=1800, gt=0)
    learn_poll_rate: bool = True
    max_deliveries: int = Field(default=3, ge=1)
    visibility_timeout_s: int = Field(default=30, ge=15)
    flower_port: int = 5555
    scrapyd_port: int = 6800
    api_port: int = 8000
    api_internal_url: str | None = Field(default=None, pattern=r"^https?://")
    flower_basic_auth: SecretStr | None = None
    flower_unauthenticated_api: bool = False
    flower_internal_url: str | None = Field(default=None, pattern=r"^https?://")
    public_url: str | None = None
    trusted_proxies: str | None = None
    flower_url: str | None = Field(default=None, pattern=r"^https?://")
    api_key: SecretStr | None = None
    session_hours: float = Field(default=12, gt=0, le=24 * 90)
    rate_limit_per_minute: int = Field(default=1200, ge=0)
    max_body_bytes: int = Field(default=1024 * 1024, ge=1024)
    max_streams: int = Field(default=50, ge=1)
    private_sources: bool = False
    smtp_host: str | None = None
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: SmtpSecurity = SmtpSecurity.STARTTLS
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str | None = None
    private_alerts: bool = False
    letter: bool = False
    letter_bounces: str | None = None
    letter_postal_address: str | None = Field(default=None, max_length=300)
    letter_per_minute: int = Field(default=200, ge=1, le=10_000)
    letter_sign_ups_per_hour: int = Field(default=10, ge=1)
    stopped_after_s: int = Field(default=600, gt=0)
    dead_mans_switch_url: str | None = Field(default=None, pattern=r"^https?://")
    timezone: str = "America/New_York"
    town_name: str | None = Field(default=None, max_length=80)
    language: str = Field(default="en", pattern="^[a-z]{2}$")
    public_reads: bool = True
    frame_ancestors: str = "*"
    branding_file: Path | None = None
    public_reports: bool = False
    geocoder_url: str | None = Field(default=None, pattern=r"^https?://")
    map_tiles: str | None = Field(default=None, pattern=r"^(https?://[^/\s;,]+)?/[^\s]*$")
    map_credit: str | None = Field(default=None, max_length=200)
    submissions: bool = False
    submissions_per_hour: int = Field(default=10, ge=1)
    unconfirmed_days: int = Field(default=7, ge=1)
    retention_sightings_days: int = Field(default=30, ge=0)
    retention_runs_days: int = Field(default=90, ge=0)
    retention_changes_days: int = Field(default=365, ge=0)
    retention_events_days: int = Field(default=730, ge=0)
    retention_alerts_days: int = Field(default=365, ge=0)
    retention_letters_days: int = Field(default=365, ge=0)
    retention_audit_days: int = Field(default=730, ge=0)
    captures_dir: Path | None = None
    captures_days: int = Field(default=90, ge=0)
    captures_max_mb: int = Field(default=2000, ge=0)
    log_level: str = "INFO"
    log_levels: dict[str, str] = Field(default_factory=dict)
    log_style: LogStyle = LogStyle.PRETTY
    log_days: int = Field(default=14, ge=1)
    eventbrite_key: SecretStr | None = None
    ticketmaster_key: SecretStr | None = None
    dice_key: SecretStr | None = None
    otel_exporter_otlp_endpoint: str | None = None
    otel_service_name: str = "marquee"

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def _is_postgres(cls, value: str | None) -> str | None:
        if value is not None:
            database_url.parameters(value)
        return value

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, value: str) -> str:
        if redis_url.parse(value).options:
            # redis-py knows their types. It takes 0.1 s to import, and many commands don't connect to Redis.
            from core.redis_client import check

            check(value)
        return value

    @classmethod
    def settings_customise_sources(  # prose: ok, the name is pydantic-settings'
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, SecretFiles(settings_cls), dotenv_settings

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("PUBLIC_URL must begin with http:// or https://")
        return value

    @field_validator("letter_bounces")
    @classmethod
    def _is_a_mailbox(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9._-]{1,30}@[A-Za-z0-9.-]+", value):
            raise ValueError("LETTER_BOUNCES must be an address such as bounces@events.example, without a +")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: str | None) -> str | None:
        try:
            for network in value.split(",") if value else ():
                ip_network(network.strip())
        except ValueError as error:
            raise ValueError(
                f"TRUSTED_PROXIES must be addresses or networks such as 127.0.0.1,10.0.0.0/8: {error}"
            ) from error
        return value

    @field_validator("frame_ancestors")
    @classmethod
    def _are_sites(cls, value: str) -> str:
        words = value.replace(",", " ").split()
        if words == ["none"]:
            return "'none'"
        if not all(_SITE.fullmatch(word) for word in words):
            raise ValueError(
                "FRAME_ANCESTORS must be *, none, or sites such as https://news.example,https://*.school.example"
            )
        return "*" if "*" in words else " ".join(["'self'", *words])

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        if value not in zone_names():
            raise ValueError("TIMEZONE must be an IANA name such as America/New_York")
        return value

    @property
    def redis_is_set(self) -> bool:
        """Whether REDIS_URL is set. If not, `up` starts its own Redis."""
        return "redis_url" in self.model_fields_set


class BadSettings(SystemExit):
    """Ends the process with a line on stderr for each setting that is wrong. Celery, Scrapy, and uvicorn import this
    module before any of our code could catch an error of another kind."""


@cache
def settings() -> Settings:
    """The settings of this process. The first call reads the environment, and `.env` or the file named by ENV_FILE.
    Raises BadSettings."""
    try:
        return Settings(_env_file=os.environ.get("ENV_FILE", ".env"))  # type: ignore[call-arg]  # pydantic-settings' own
    except UnreadableFile as error:
        raise BadSettings(str(error)) from error
    except ValidationError as error:
        raise BadSettings("\n".join(map(_in_words, error.errors()))) from error
    except SettingsError as error:
        raise BadSettings(f"LOG_LEVELS must be a JSON object: {error.__cause__}") from error


def _in_words(problem: ErrorDetails) -> str:
    """`CRAWL_MODE should be 'crochet' or 'scrapyd'`; never the value, which may contain a password."""
    name = "_".join(map(str, problem["loc"])).upper()
    said = problem["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return said if name in said else f"{name} {said[:1].lower()}{said[1:]}"
