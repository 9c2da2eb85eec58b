"""Reads settings from the files that NAME_FILE variables name, as container secrets and systemd credentials need."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource, SettingsError


class UnreadableFile(SettingsError):
    """A NAME_FILE variable names a file that can't be read. The message has no part of a secret."""


class SecretFiles(PydanticBaseSettingsSource):
    """For each setting, the text of the file that the environment variable NAME_FILE names, without line ends.

    An empty file counts as unset. Raises UnreadableFile.
    """

    def __call__(self) -> dict[str, Any]:
        found = {}
        for name, field in self.settings_cls.model_fields.items():
            text, _, is_complex = self.get_field_value(field, name)
            if text:
                found[name] = self.prepare_field_value(name, field, text, is_complex)
        return found

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[str | None, str, bool]:
        variable = f"{field_name.upper()}_FILE"
        path = os.environ.get(variable)
        if not path:
            return None, field_name, False
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it isn't text in UTF-8"
            raise UnreadableFile(f"{variable} names {path}, which can't be read: {reason}") from error
        return text.rstrip("\r\n"), field_name, self.field_is_complex(field)
