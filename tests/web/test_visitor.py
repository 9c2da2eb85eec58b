"""A visitor finds an event."""
def test_look(visit, photograph):
    page = visit("/")
    page.get_by_role("heading", name="What is on").wait_for()
    page.locator(".event-row").first.wait_for()
    photograph(page, "list"); photograph(page, "list-whole", whole=True)
    page.goto("/?view=calendar"); page.locator(".month__day--busy").first.wait_for(); page.wait_for_load_state("networkidle"); photograph(page, "calendar")
    page.goto("/?q=nutcracker"); page.wait_for_load_state("networkidle"); page.locator(".event-row__link").first.click(); page.get_by_role("heading", name="Why we think so").wait_for(); page.wait_for_load_state("networkidle"); photograph(page, "event", whole=True)
    page.goto("/venues/"); page.wait_for_load_state("networkidle"); photograph(page, "venues")
    page.goto("/venues/?id=1"); page.wait_for_load_state("networkidle"); photograph(page, "venue")
    phone = visit("/", viewport={"width": 390, "height": 844}, color_scheme="dark")
    phone.locator(".event-row").first.wait_for(); phone.wait_for_load_state("networkidle"); photograph(phone, "phone-dark")
    phone.get_by_role("button", name="Filters").click(); phone.wait_for_load_state("networkidle"); photograph(phone, "phone-filters")
