"""Finds stilted phrases and British spellings in text files: `python -m quality.prose [FILE or FOLDER ...]`.

Without arguments it reads every text file that git knows. It prints one line per finding and exits with status 1
if there are any. A line that contains `prose: ok` is skipped: use it for proper names, quotations, and words that
a site publishes.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

KINDS = ["py", "md", "ts", "tsx", "mjs", "toml", "yml", "sh", "html", "css", "mako", "example"]
FILES = (*(f"*.{kind}" for kind in KINDS), "*Makefile", "*Procfile", "*Dockerfile")
SKIPPED = re.compile(r"/fixtures/|schema\.d\.ts$|quality/(?:test_)?prose\.py$")  # recorded, generated, and the table
ACCEPTED = "prose: ok"
GAP = r"(?:[ \t]+|\s*\n[ \t]*(?:[#*]|//)?[ \t]*)"  # a space in a pattern: also a line break within a comment

PHRASES = {
    r"told": "said, given, reported, known; for a name, what it holds: a reading, an answer, seen",
    r"tell(?:s|ing)? (?:of|what|whether|when|how|which|no|none|nothing)": "say, show, report",
    r"(?:is|are|was|were) (?-i:none)": "there is no …, has no …, is missing",
    r"(?<!there\s)(?:is|are) no (?!longer|more|less|one|match|way|good|different|harm|problem|doubt|reason|need|point"
    r"|use|such)[a-z]+": "isn't a …, isn't",
    r"whoever": "anyone who, the one who, the caller",
    r"whatever": "any, every, all, no matter what",
    r"(?:cannot|could not|can|could|must|to) be had": "couldn't load, is unavailable",
    r"(?:go|goes|went|come|comes|came) along": "is included, comes with",
    r"by (?:itself|themselves)": "automatically, on its own, alone",
    r"(?:is|are|was|were|still) to come": "upcoming, next, will follow",
    r"(?!(?:most|all|some|part|none|because|aware|care|half|any|much|more|rest|one|out|instead|rid|each|both|little|bit"
    r"|advantage|use|sure|copy|think|middle|end|start|view|thirds|last|first)\b)\w+ of it(?=[.;])": "name the thing",
    r"nothing of (?:it|them|what|which)": "none of it, nothing",
    r"such an?": "a, this kind of",
    r"the like": "similar ones, and so on",
    r"sighted": "seen",
    r"(?<=\.)(?:beside|elsewhere)|class (?:Beside|Elsewhere)|(?:beside|elsewhere)(?=\(| ?=|\.(?!example)[a-z])": (
        "a name that says what it holds: links, other_workers"
    ),
    r"thereby|therein|wherein|hence|whence|thence|hitherto|lest|thrice": "by doing this, in it, so, in case",
    r"anew": "again, from scratch",
    r"mend(?:s|ed|ing)?": "fix, repair",
    r"gone by": "past",
    r"parted by": "separated by",
    r"(?:come|comes|came) of(?! age)": "come from; the result of",
    r"(?:taken|takes|took) for(?! granted)": "treated as, mistaken for",
    r"(?:held|hold|holds) against": "compare with",
    r"(?:get|gets|got|getting) round": "get around, bypass",
    r"(?:stand|stands|stood) (?:in(?! (?:for|the way))|there|below|above|beside|at)": "is in, is there",
    r"of ours|of one's own": "our …, your own …",
    r"at most so many": "at most this many, a limit",
    r"in vain": "without success, for nothing",
    r"(?:what|than) was due": "what was expected",
    r"is it so|it is so": "is it true, is it correct",
    r"\w+ of which the": "whose",
    r"another than": "different from, not the same as",
    r"the other way round": "the other way around",
    r"afterwards|towards|whilst|amongst": "afterward, toward, while, among",
}
SPELLINGS = {
    r"(?:un|re|de)?(?:authori|capitali|categori|customi|emphasi|finali|generali|initiali|locali|memori|minimi|maximi"
    r"|neutrali|normali|optimi|organi|prioriti|randomi|reali|recogni|saniti|seriali|speciali|standardi|summari"
    r"|synchroni|tokeni|utili|visuali)s(?:e[drs]?|ers|ing|able|ations?)": "-ize",
    r"analys(?:e|ed|er|ing)": "analyze",
    r"(?:colo|behavio|favo|hono|labo|neighbo|flavo|rumo)ur(?:s|ed|ing|ites?|able|hoods?|less|ful)*": "-or",
    r"(?-i:theatres?|centre[sd]?|(?:kilo|centi|milli)?metres?)": "-er",
    r"licence[sd]?|defence": "license, defense",
    r"catalogue[sd]?|programmes?": "catalog, program",
    r"(?:label|model|travel|total|signal|fuel)l(?:ed|ing|ers?)": "one l: labeled, modeling",
    r"learnt|spelt|burnt|judgement|grey|fulfil|practise[sd]?": "learned, judgment, gray, fulfill, practice",
}


RULES = tuple(
    (re.compile(rf"(?<![A-Za-z])(?:{pattern.replace(' ', GAP)})(?![A-Za-z])", re.IGNORECASE), advice)
    for pattern, advice in {**PHRASES, **SPELLINGS}.items()
)


def findings(text: str) -> Iterator[tuple[int, str, str]]:
    """Line number, the words found and what to write instead, rule by rule."""
    lines = text.splitlines()
    for pattern, advice in RULES:
        for found in pattern.finditer(text):
            number = text.count("\n", 0, found.start()) + 1
            if ACCEPTED not in lines[number - 1]:
                yield number, " ".join(found.group().split()), advice


def files(arguments: Sequence[str]) -> Iterator[Path]:
    """The files named, and those that git lists in a folder; without arguments, the whole repository's."""
    named = [Path(argument) for argument in arguments]
    found = [path for path in named if path.is_file()]
    folders = [f"{path.as_posix()}/{pattern}" for path in named if path.is_dir() for pattern in FILES]
    if folders or not named:
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *(folders or FILES)]
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        found += [Path(name) for name in listed if Path(name).is_file()]
    yield from (path for path in found if not SKIPPED.search(path.as_posix()))


def main(arguments: Sequence[str]) -> int:
    failed = False
    for path in files(arguments):
        for number, words, advice in sorted(findings(path.read_text(encoding="utf-8", errors="replace"))):
            failed = True
            sys.stdout.write(f"{path}:{number}: '{words}': {advice}\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
