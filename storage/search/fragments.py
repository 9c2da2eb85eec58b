"""A piece of SQL that declares the rows it reads and carries the parameters it binds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Fragment:
    """`text` refers to the row aliases in `aliases` and binds the `:names` in `parameters`."""

    text: str
    aliases: tuple[str, ...]
    parameters: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def reading(self, **aliases: str) -> Fragment:
        """The same SQL on other rows: `reading(o="p")` reads `p` where this reads `o`. Raises KeyError for an alias
        that this fragment does not read, unless it reads no row at all."""
        if self.aliases and (unknown := set(aliases) - set(self.aliases)):
            raise KeyError(f"{self.text!r} does not read {sorted(unknown)}")
        text = _renamed(self.text, tuple(aliases.items()))
        return Fragment(text, tuple(aliases.get(each, each) for each in self.aliases), self.parameters)


@lru_cache(maxsize=1000)
def _renamed(text: str, aliases: tuple[tuple[str, str], ...]) -> str:
    names = dict(aliases)
    return _ALIAS.sub(lambda found: names.get(found[0], found[0]), text)


_ALIAS = re.compile(r"\b[a-z](?=\.)")
TRUE = Fragment("true", ())


def all_of(*tests: Fragment) -> Fragment:
    """A test that passes if all of these do."""
    asked = [test for test in tests if test != TRUE]
    return _joined(" AND ".join(f"({test.text})" for test in asked), asked) if asked else TRUE


def compose(template: str, **parts: Fragment | str) -> Fragment:
    """Fills the `{names}` of a template, and keeps the aliases and parameters of the fragments."""
    texts = {name: part.text if isinstance(part, Fragment) else part for name, part in parts.items()}
    return _joined(template.format(**texts), [part for part in parts.values() if isinstance(part, Fragment)])


def _joined(text: str, fragments: Iterable[Fragment]) -> Fragment:
    aliases: dict[str, None] = {}
    parameters: dict[str, object] = {}
    for fragment in fragments:
        aliases |= dict.fromkeys(fragment.aliases)
        parameters |= fragment.parameters
    return Fragment(text, tuple(aliases), MappingProxyType(parameters))
