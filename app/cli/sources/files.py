"""Files of sources, as `sources export` writes and `sources import` reads them: CSV, OPML, JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lxml import etree

from storage.sources.records import SourceRecord
from storage.sources.rules import LISTS, SourceRules

_BETWEEN = ";"
"""Between the phrases of a rule in a cell."""
_RULES = tuple(SourceRules.model_fields)
_ALWAYS = ("url", "name", "title", "timezone", "kind", "floor")
_SOMETIMES = ("role", "settings", "enabled", "schedule", "recipe", "feeds")
_AS_JSON = ("settings", "enabled", "recipe")
_NO_SCHEDULES: Mapping[int, str] = MappingProxyType({})
_NO_FEEDS: Mapping[int, Sequence[str]] = MappingProxyType({})


class FileFormat(StrEnum):
    CSV = "csv"
    OPML = "opml"
    JSON = "json"


class BadFile(ValueError):
    """The file holds no list of addresses."""


def written(
    rows: Sequence[SourceRecord],
    form: FileFormat,
    schedules: Mapping[int, str] = _NO_SCHEDULES,
    feeds: Mapping[int, Sequence[str]] = _NO_FEEDS,
) -> str:
    """`schedules` and `feeds`: by source id, as `source_extras` gives them. OPML has only titles and addresses."""
    if form is FileFormat.OPML:
        return _opml(rows)
    plain = [_plain(row, schedules.get(row.id), feeds.get(row.id, ())) for row in rows]
    if form is FileFormat.JSON:
        return json.dumps(plain, ensure_ascii=False, indent=2)
    flat = [{**one, **one.pop("rules", {})} for one in plain]
    columns = [*_ALWAYS, *(name for name in (*_SOMETIMES, *_RULES) if any(name in one for one in flat))]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(one.get(name, "")) for name in columns] for one in flat)
    return out.getvalue()


def _plain(row: SourceRecord, schedule: str | None, feeds: Sequence[str]) -> dict[str, Any]:
    """What is set: an imported source gets the defaults for the rest. A feed at the source's own address is one."""
    optional = {
        "role": row.role,
        "settings": row.settings,
        "enabled": None if row.enabled else False,
        "schedule": schedule,
        "recipe": None if row.recipe is None else row.recipe.to_json(),
        "rules": row.rules.to_json(),
        "feeds": list(feeds) if list(feeds) not in ([], [row.base_url]) else None,
    }
    values = (row.base_url, row.name, row.title, row.timezone, row.spider, row.floor)
    given = {name: value for name, value in optional.items() if value not in (None, {})}
    return {**dict(zip(_ALWAYS, values, strict=True)), **given}


def _opml(rows: Sequence[SourceRecord]) -> str:
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = "Sources of Marquee"
    body = SubElement(root, "body")
    for row in rows:
        is_feed = row.spider in ("ics", "rss")
        kind = {"type": row.spider, "xmlUrl": row.base_url} if is_feed else {"type": "link"}
        SubElement(body, "outline", {"text": row.title, "htmlUrl": row.base_url, **kind})
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=True)


def _cell(value: Any) -> str:
    if isinstance(value, dict) or (isinstance(value, list) and any(_BETWEEN in one for one in value)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return _BETWEEN.join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def read(text: str) -> list[dict[str, Any]]:
    """Each address's `url`, `rules`, and what else the file has of what `written` writes, and `skip`. Doesn't check the
    values. Raises BadFile."""
    text = text.lstrip("\ufeff")
    head = text.lstrip()[:1]
    if head == "<":
        return _of_opml(text)
    return _of_json(text) if head in ("[", "{") else _of_csv(text)


def _of_opml(text: str) -> list[dict[str, Any]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        outlines = etree.fromstring(text.encode(), parser).iter("outline")
    except etree.XMLSyntaxError as error:
        raise BadFile(f"the file is not well-formed XML: {error}") from error
    found: list[dict[str, Any]] = []
    for one in outlines:
        url = one.get("xmlUrl") or one.get("htmlUrl") or one.get("url")
        if url:
            found.append({"url": url.strip(), "title": one.get("title") or one.get("text") or "", "rules": {}})
    return found


def _of_json(text: str) -> list[dict[str, Any]]:
    try:
        rows = json.loads(text)
    except ValueError as error:
        raise BadFile(f"the file is not valid JSON: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) and isinstance(row.get("url"), str) for row in rows):
        raise BadFile('the file must be a list of objects that each have a "url"')
    return [{"rules": {}, **row} for row in rows]


def _of_csv(text: str) -> list[dict[str, Any]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not lines:
        raise BadFile("the file has no addresses")
    delimiter = "\t" if "\t" in lines[0] else ","
    if "url" not in lines[0].lower().split(delimiter):
        return [{"url": line.split(delimiter)[0].strip(), "rules": {}} for line in lines]
    rows = [
        {(key or "").strip().lower(): (value or "").strip() for key, value in row.items() if isinstance(value, str)}
        for row in csv.DictReader(lines, delimiter=delimiter)
    ]
    return [
        {
            **row,
            "rules": _rules_in(row),
            "feeds": _phrases(row.get("feeds") or ""),
            **{name: _json(row.get(name) or "null") for name in _AS_JSON},
        }
        for row in rows
        if row.get("url")
    ]


def _json(cell: str) -> Any:
    """A cell that is not JSON stays as it is: the check of its value says why it is refused."""
    try:
        return json.loads(cell)
    except ValueError:
        return cell


def _rules_in(row: Mapping[str, str]) -> dict[str, Any]:
    given = {name: row[name] for name in _RULES if row.get(name)}
    return {name: _phrases(value) if name in LISTS else value for name, value in given.items()}


def _phrases(cell: str) -> list[str]:
    if cell.startswith("[") and isinstance(listed := _json(cell), list):
        return listed
    return [part.strip() for part in cell.split(_BETWEEN) if part.strip()]
