"""The built page is served with the right types, caching, and security policy, and nothing outside its folder is."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.api.http import problems
from app.api.pages import answers, page

SCRIPT = "document.documentElement.dataset.theme='light'"
HTML, JSON = {"Accept": "text/html"}, {"Accept": "application/json"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A small export, with a secret file next to its folder."""
    folder = tmp_path / "out"
    files = {
        "index.html": f'<html><head><script>{SCRIPT}</script><script src="/a.js"></script>'
        '<script type="application/json">{"a": 1}</script></head>home</html>',
        "events/index.html": "<html>event</html>",
        "_next/static/chunks/main-1a2b.js": "run()",
        "_next/static/chunks/main-1a2b.js.br": "small",
        "icon.svg": "<svg/>",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return folder


@pytest.fixture
def visitor(out: Path) -> TestClient:
    return _served(out)


def _served(folder: Path) -> TestClient:
    app = FastAPI()
    problems.install(app)
    app.include_router(page.router(answers.nothing_here, folder))
    return TestClient(app, follow_redirects=False)


@pytest.mark.parametrize(
    ("path", "kind", "caching"),
    [
        ("/", "text/html; charset=utf-8", page.REVALIDATE),
        ("/events/?id=7", "text/html; charset=utf-8", page.REVALIDATE),
        ("/_next/static/chunks/main-1a2b.js", "text/javascript; charset=utf-8", page.IMMUTABLE),
        ("/icon.svg", "image/svg+xml", page.AN_HOUR),
    ],
)
def test_files_have_types_and_caching(visitor, path, kind, caching):
    answer = visitor.get(path, headers={"Accept-Encoding": "identity"})
    assert (answer.status_code, answer.headers["content-type"], answer.headers["cache-control"]) == (200, kind, caching)
    again = visitor.get(path, headers={"Accept-Encoding": "identity", "If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_inline_scripts_are_allowed_by_hash_alone(visitor):
    policy = visitor.get("/").headers["content-security-policy"]
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert scripts == f"script-src 'self' 'sha256-{digest}'"


def test_a_rebuilt_page_has_a_new_policy(visitor, out):
    before = visitor.get("/").headers["content-security-policy"]
    (out / "index.html").write_text("<script>other()</script>")
    os.utime(out / "index.html", ns=(1, 1))
    assert visitor.get("/").headers["content-security-policy"] != before


def test_compressed_files_for_browsers_that_accept_them(visitor, out):
    path = "/_next/static/chunks/main-1a2b.js"
    answer = visitor.get(path, headers={"Accept-Encoding": "identity"})
    assert (answer.text, answer.headers["vary"]) == ("run()", "Accept-Encoding")
    with visitor.stream("GET", path, headers={"Accept-Encoding": "gzip, br"}) as small:
        assert (small.headers["content-encoding"], b"".join(small.iter_raw())) == ("br", b"small")
        assert small.headers["content-type"].startswith("text/javascript")
    os.utime(out / f"{path[1:]}.br", ns=(1, 1))
    assert "content-encoding" not in visitor.get(path, headers={"Accept-Encoding": "br"}).headers


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/events/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "/link.txt",
        "//etc/passwd",
        "/%00",
        "/" + "a" * 5000,
        "/nowhere",
    ],
)
def test_nothing_else_is_served(visitor, path):
    person = visitor.get(path, headers=HTML)
    assert (person.status_code, "<h1>Page not found</h1>" in person.text) == (404, True)
    assert visitor.get(path).text == person.text, "also a text browser, which accepts anything"
    program = visitor.get(path, headers=JSON)
    assert (program.status_code, program.headers["content-type"]) == (404, "application/problem+json")
    assert "secret" not in person.text


def test_folders_get_their_slash_and_keep_the_query(visitor):
    answer = visitor.get("/events?id=7")
    assert (answer.status_code, answer.headers["location"]) == (308, "/events/?id=7")


@pytest.mark.parametrize("path", ["/api/nowhere", "/feeds/nowhere"])
def test_paths_of_the_api_are_left_to_their_routes(visitor, path):
    assert visitor.get(path, headers=HTML).headers["content-type"] == "application/problem+json"
    assert visitor.post(path).status_code == 404


def test_without_a_built_page_it_says_how_to_build_it(tmp_path):
    visitor = _served(tmp_path / "out")
    answer = visitor.get("/admin/", headers=HTML)
    assert answer.status_code == 404
    assert "make web" in answer.text
    assert visitor.get("/admin/", headers=JSON).headers["content-type"] == "application/problem+json"
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.html").write_text("<html>home</html>")
    assert visitor.get("/").text == "<html>home</html>", "a page built later appears without a restart"


def test_the_reference_opens_again(client):
    first = client.get("/api/docs").text
    assert "swagger-ui" in first
    assert client.get("/api/docs").text == first
