"""Outside content: closed until the visitor opens it, one item or a provider for good."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from banner import config
from tests.browser.conftest import DEMO
from tests.matrix import examples
from tests.support.visitor import CONTENT, EMBEDS, Visitor

# Where it stands in the document and how large it is, wherever the page is scrolled to.
BOX = """(element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return [x, y + scrollY, width, height].map((size) => Math.round(size * 100) / 100);
}"""
PLACE = "[data-service={}][data-embed]"


@pytest.mark.law("A1", "A10")
def test_before_a_decision_nothing_of_it_is_requested_and_every_place_says_what_it_is(
    visitor: Visitor,
) -> None:
    page = visitor.visit("stage.html").page
    page.wait_for_selector(".consent-placeholder")

    assert visitor.outside() == []
    assert visitor.python() == []
    assert page.locator("iframe").count() == 0
    for service in CONTENT:
        place = page.locator(PLACE.format(service))
        assert place.get_by_role("button").count() == 1
        assert place.get_by_role("checkbox").is_checked() is False
        links = place.get_by_role("link").all()
        assert all(str(link.get_attribute("href")).startswith("https://") for link in links)
        assert len(links) == 2


@examples("service", CONTENT, run=["youtube", "x"])
def test_one_click_opens_just_this_item_in_the_same_box_and_is_not_remembered(
    visitor: Visitor, service: str
) -> None:
    page = visitor.visit("stage.html").page
    place = page.locator(PLACE.format(service))
    button = place.get_by_role("button")
    button.wait_for()
    visitor.page.evaluate("document.querySelector('#consent-banner').hidden = true")
    box = place.evaluate(BOX)
    button.click()
    page.wait_for_function("document.activeElement.matches('[data-embed], [data-embed] iframe')")

    assert visitor.sees(EMBEDS[service]).outside() == [EMBEDS[service]]
    assert place.evaluate(BOX) == box
    assert page.locator(".consent-placeholder").count() == len(CONTENT) - 1
    assert visitor.record() is None
    assert visitor.python() == []
    frame = place.locator("iframe")
    if frame.count():
        assert frame.get_attribute("title")
        assert frame.get_attribute("referrerpolicy") == "strict-origin-when-cross-origin"


def test_always_is_a_decision_that_later_pages_obey_and_a_withdrawal_ends(visitor: Visitor) -> None:
    page = visitor.visit("stage.html").page
    place = page.locator(PLACE.format("youtube"))
    page.evaluate("document.querySelector('#consent-banner').hidden = true")
    place.get_by_role("checkbox").check()
    place.get_by_role("button").click()
    visitor.settled("partial")
    record = visitor.record()
    assert record is not None
    assert (record.granted, record.action, record.source) == (("youtube",), "allow", "placeholder")
    assert visitor.outside() == [EMBEDS["youtube"]]

    visitor.afresh().visit("stage.html")
    page.wait_for_selector(".consent-placeholder")
    # The provider is allowed; nobody has asked this time that something plays by itself.
    assert visitor.outside() == [EMBEDS["youtube"].partition("?")[0]]

    visitor.open_preferences()
    assert page.locator("dialog input[name=service]:checked").evaluate("(box) => box.value") == "youtube"
    visitor.catch_up().requests.clear()
    with page.expect_navigation():
        visitor.press("deny-all", "dialog")
    visitor.settled("denied")
    place.get_by_role("button").wait_for()
    assert visitor.outside() == []


def test_a_frame_that_an_author_has_written_gets_a_placeholder_of_its_size(visitor: Visitor) -> None:
    page = visitor.visit("stage.html").page
    page.wait_for_selector(".consent-placeholder")
    page.evaluate(
        """document.querySelector('#consent-banner').hidden = true;
        document.querySelector('main').insertAdjacentHTML('beforeend',
        '<iframe id="late" title="Map" width="400" height="420" data-service="google-maps" ' +
        'data-src="https://www.google.com/maps/embed?pb=late"></iframe>')"""
    )
    box = page.locator("main > .consent-placeholder")
    box.wait_for()
    size = box.bounding_box()
    assert size
    assert (round(size["width"]), round(size["height"])) == (400, 420)
    assert not page.locator("#late").is_visible()

    box.get_by_role("button").click()
    page.wait_for_function("document.activeElement.id === 'late'")
    assert visitor.outside() == ["https://www.google.com/maps/embed?pb=late"]
    assert box.count() == 0


@pytest.mark.thorough
def test_a_mistyped_item_stays_closed_and_is_told_to_the_author(visitor: Visitor) -> None:
    told: list[str] = []
    visitor.page.on("console", lambda message: told.append(message.text))
    page = visitor.visit("stage.html").page
    page.wait_for_selector(".consent-placeholder")
    with page.expect_console_message(lambda message: "data-embed" in message.text):
        page.evaluate(
            """document.querySelector('main').insertAdjacentHTML('beforeend',
            '<div id="typo" data-service="youtube" data-embed="x&quot;><script>"></div>')"""
        )
    page.evaluate("document.querySelector('main').append(document.querySelector('#typo'))")
    visitor.press("accept-all").settled("granted")

    assert page.locator("#typo > *").count() == 0
    assert len([text for text in told if "data-embed" in text]) == 1


@pytest.mark.thorough
def test_a_picture_in_a_placeholder_is_the_sites_own_or_none(visitor: Visitor) -> None:
    page = visitor.visit("stage.html").page
    page.wait_for_selector(".consent-placeholder img")
    page.evaluate(
        """document.querySelector('main').insertAdjacentHTML('beforeend',
        '<div id="spy" data-service="youtube" data-embed="tasca000002" ' +
        'data-picture="https://i.ytimg.com/vi/x/0.jpg"></div>')"""
    )
    page.wait_for_selector("#spy .consent-placeholder")

    assert page.locator("#spy img").count() == 0
    assert visitor.outside() == []


@pytest.mark.law("B10", "D4")
def test_the_list_shows_every_declared_cookie_and_pages_keep_none_that_is_not_in_it(visitor: Visitor) -> None:
    visitor.visit("stage.html").press("accept-all").settled("granted")
    page = visitor.visit("cookie-policy.html").page
    page.wait_for_selector(".consent-list")
    names = page.locator(".consent-list th code").all_inner_texts()

    declared = [one for service in config.read(DEMO).declaration.services for one in service.cookies]
    assert sorted(names) == sorted(one.name for one in declared)
    for cookie in declared:
        if cookie.kind == "cookie":
            name = cookie.name.replace("*", "1")
            # What is called so is a cookie of https alone.
            host = cookie.domain or ("www.shop.test" if name.startswith("__Host-") else "")
            address = f"https://{host}" if host else visitor.base
            visitor.context.add_cookies([{"name": name, "value": "1", "url": address}])

    kept = [*(str(cookie["name"]) for cookie in visitor.context.cookies()), *visitor.stored()]
    assert {"consent", "_fbp", "_ga", "consent.plan", "consent.history"} <= set(kept)
    for one in kept:
        assert any(one == name or (name[-1] == "*" and one.startswith(name[:-1])) for name in names), one


@pytest.mark.thorough
def test_the_list_fits_a_phone(new_visitor: Callable[..., Visitor]) -> None:
    page = new_visitor(viewport={"width": 320, "height": 640}).visit("cookie-policy.html").page
    page.wait_for_selector(".consent-list")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.thorough
@pytest.mark.law("B9")
@pytest.mark.needs("downloads")
def test_the_history_shows_and_saves_every_decision_without_a_server(visitor: Visitor) -> None:
    visitor.visit("cookie-policy.html").press("accept-all").settled("granted")
    page = visitor.page
    with page.expect_navigation():
        visitor.press("deny-all", ".consent-section")
    visitor.settled("denied")
    page.click("[data-consent-action=history]")
    page.wait_for_selector(".consent-history tbody tr")
    rows = page.locator(".consent-history tbody tr")

    assert rows.count() == 2
    assert "Consent withdrawn" in rows.nth(0).inner_text()
    assert "Consent given" in rows.nth(1).inner_text()
    with page.expect_download() as download:
        page.click(".consent-history a[download]")
    entries = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [one["event"] for one in entries] == ["withdrawn", "given"]
    assert entries[0]["previous"] == entries[1]["id"]
    shown = visitor.base + f"consent/notices/{entries[0]['notice_hash']}.json"
    assert "Accept All" in page.request.get(shown).text()
