"""The API's reference is read in a browser and tried out there; whatever it loads is served here."""

from __future__ import annotations

from playwright.sync_api import expect


def test_an_operation_is_tried_out(site, visit, photograph):
    page = visit("/api/docs")
    operation = page.locator("#operations-venues-list_venues_api_venues_get")
    operation.get_by_role("button", name="GET", exact=False).first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    expect(operation.locator(".live-responses-table")).to_contain_text("Bayfront Hall")
    photograph(page, "reference")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    assert f"{site.address}/api/docs/swagger-ui-bundle.js" in loaded
    assert [address for address in loaded if not address.startswith(site.address)] == []
