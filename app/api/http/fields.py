"""Field types that request bodies share."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

NO_CONTROL = r"^[^\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff]*$"
"""Text on one line that looks as it is: no control characters, bidi overrides, or characters without a width. Postgres
cannot store NUL, and a line break would let a client forge log lines."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_CONTROL)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,62}$")]
"""A name used in web addresses."""
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
BigId = Annotated[int, Field(ge=1, le=2**63 - 1)]
TaskId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$")]
"""Celery uses UUIDs. A crawl started by hand may have any name that is valid in a web address."""
