"""What every content needs: the words, the moment, and the town's categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.branding.site import Site
from app.language.locales import words_in
from app.language.words import Words

Filters = Mapping[str, str | Sequence[str]]
"""Several values of one filter are a sequence."""
OTHER = "other"
"""The kind of what is in none of the town's categories."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """`now`: aware, in the town's zone; what has ended by then is marked. `names`: the categories' names by slug, as
    the town gives them. `site`: what the town calls its page, and how it looks."""

    words: Words
    now: datetime
    names: Mapping[str, str]
    site: Site = field(default_factory=Site)

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def zone_line(self) -> str:
        """In which time zone the page's times are."""
        return self.words("shell.zone", zone=self.words.zone(self.now))

    @property
    def kinds(self) -> Mapping[str, str]:
        """The categories' names by slug, in the page's language."""
        return {slug: self.kind_name(slug) for slug in self.names}

    def kind_name(self, slug: str) -> str:
        """In the page's language, unless the town has given the category a name of its own."""
        name, text = self.names[slug], f"kinds.{slug}"
        return self.words(text) if words_in("en").texts.get(text) == name else name

    def slugs(self, names: Sequence[str]) -> list[str]:
        """Of the town's categories with these names."""
        known = {name: slug for slug, name in self.names.items()}
        return [known[name] for name in names if name in known]

    def kind(self, names: Sequence[str]) -> str:
        """The slug of the first category, which decides the color and the fallback picture."""
        return next(iter(self.slugs(names)), OTHER)
