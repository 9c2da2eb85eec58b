"""Files of sources, as `sources export` writes and `sources import` reads them: CSV, OPML, JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lxml import etree

from storage.sources.records import SourceRecord
from storage.sources.rules import LISTS, SourceRules

_BETWEEN = ";"
"""Between the phrases of a rule in a cell."""
_RULES = tuple(SourceRules.model_fields)


class FileFormat(StrEnum):
    CSV = "csv"
    OPML = "opml"
    JSON = "json"


class BadFile(ValueError):
    """The file holds no list of addresses."""


def written(rows: Sequence[SourceRecord], form: FileFormat) -> str:
    """OPML has no place for rules, recipes, and platforms."""
    if form is FileFormat.JSON:
        return json.dumps([_plain(row) for row in rows], ensure_ascii=False, indent=2)
    if form is FileFormat.OPML:
        return _opml(rows)
    used = [name for name in _RULES if any(name in row.rules.to_json() for row in rows)]
    recipes = ["recipe"] if any(row.recipe is not None for row in rows) else []
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["url", "name", "title", "timezone", "kind", *used, *recipes])
    for row in rows:
        rules = row.rules.to_json()
        cells = [_cell(rules.get(name, "")) for name in used]
        if recipes:
            cells.append("" if row.recipe is None else json.dumps(row.recipe.to_json(), ensure_ascii=False))
        writer.writerow([row.base_url, row.name, row.title, row.timezone, row.spider, *cells])
    return out.getvalue()


def _plain(row: SourceRecord) -> dict[str, Any]:
    plain: dict[str, Any] = {"url": row.base_url, "name": row.name, "title": row.title}
    plain |= {"timezone": row.timezone, "kind": row.spider}
    rules = row.rules.to_json()
    plain |= {"rules": rules} if rules else {}
    return plain if row.recipe is None else {**plain, "recipe": row.recipe.to_json()}


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
    if isinstance(value, list):
        return _BETWEEN.join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def read(text: str) -> list[dict[str, Any]]:
    """Each address's `url`, `rules`, and those of `name`, `title`, `timezone`, `kind`, `recipe`, `skip` that the file
    has. Rules and recipes are not checked. Raises BadFile."""
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
    return [{**row, "rules": _rules_in(row), "recipe": _recipe_in(row)} for row in rows if row.get("url")]


def _recipe_in(row: Mapping[str, str]) -> Any:
    """A cell that is not JSON stays as it is: the check of the recipe says why it is refused."""
    try:
        return json.loads(row.get("recipe") or "null")
    except ValueError:
        return row["recipe"]


def _rules_in(row: Mapping[str, str]) -> dict[str, Any]:
    given = {name: row[name] for name in _RULES if row.get(name)}
    return {
        name: [part.strip() for part in value.split(_BETWEEN) if part.strip()] if name in LISTS else value
        for name, value in given.items()
    }
