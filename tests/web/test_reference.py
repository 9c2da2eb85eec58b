"""The API reference works in a browser and loads everything from this server."""

from __future__ import annotations

from playwright.sync_api import expect


def test_trying_out_an_operation(site, visit, photograph):
    page = visit("/api/docs")
    operation = page.locator("#operations-venues-list_venues_api_venues_get")
    operation.get_by_role("button", name="GET", exact=False).first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    expect(operation.locator(".live-responses-table")).to_contain_text("Bayfront Hall")
    photograph(page, "reference")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert f"{site.address}/api/docs/swagger-ui-bundle.js" in loaded
    assert [url for url in loaded if not url.startswith(site.address)] == []
