"""What a recording keeps, and what it leaves out."""

from __future__ import annotations

from scrapers.recording.file import Recorded, load, save, scrub_address

PAGE = (
    '<input name="csrf_token" value="c0ffee-c0ffee-c0ffee"><script>var config = {"accessToken": "abcdef123456",'
    ' "title": "Token of Love"};</script><a href="/more?page=2&sid=0123456789abcdef">More</a>'
)


def test_tokens_are_scrubbed_and_the_rest_is_kept(tmp_path):
    url = "https://hall.example/events?page=1&api_key=0123456789"
    save(tmp_path / "crawl.json.gz", [Recorded(url, 200, "text/html", "", PAGE.encode())])
    (one,) = load(tmp_path / "crawl.json.gz").values()
    text = one.body.decode()
    for secret in ("c0ffee", "abcdef123456", "0123456789"):
        assert secret not in text + one.url
    assert '"title": "Token of Love"' in text
    assert "page=2&sid=scrubbed" in text
    assert one.url == scrub_address(url) == "https://hall.example/events?page=1&api_key=scrubbed"


def test_bodies_that_are_not_text_are_kept(tmp_path):
    body = bytes(range(256))
    save(tmp_path / "crawl.json.gz", [Recorded("https://hall.example/a", 200, "image/png", "", body)])
    assert load(tmp_path / "crawl.json.gz")["GET", "https://hall.example/a"].body == body
