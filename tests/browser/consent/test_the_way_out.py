"""A withdrawal ends what runs by leaving the page: as by a link to it, and never at the visitor's cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.matrix import examples
from tests.support.blocked import BlockedPage, blocked
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

TOAST = ".consent-toast"
SCRIPT = blocked("ran.push('service')")
LINK = '<p><a href="other.html">On</a></p>'


@pytest.fixture
def made(visitor: Visitor) -> BlockedPage:
    """A page that the test makes."""
    return BlockedPage(visitor)


def runs(page: Page) -> None:
    """Wait for the service, and mark this very page."""
    page.wait_for_function("window.ran && ran.includes('service')")
    page.evaluate("window.same = true")


def withdraw(page: Page) -> None:
    """Take everything back."""
    page.evaluate("void consent.deny()")


def is_anew(page: Page) -> None:
    """Wait for a page in which nothing runs, and that says so."""
    page.wait_for_selector("html[data-consent=denied]", state="attached")
    assert page.evaluate("[window.same, ran]") == [None, []]


def waits(page: Page) -> None:
    """Wait for the word that what was switched off ends later; it is the same page, and says what is true."""
    page.wait_for_selector(TOAST)
    assert page.evaluate("window.same") is True
    assert page.get_attribute("html", "data-consent") == "pending"
    assert page.evaluate("consent.get().granted") == []
    assert "Off from the next page on" in page.inner_text(TOAST)


class Shop:
    """An address that answers a POST and a GET, and remembers both."""

    def __init__(self, made: BlockedPage, path: str = "blocked.html") -> None:
        self.asked: list[str] = []
        self.get: dict[str, Any] = {}
        self._made = made
        self._path = path

    def order(self, head: str = "") -> Page:
        """Order something, in a visit that allows the service."""
        made = self._made
        form = '<form method="post" action="blocked.html"><button>Buy</button></form>'
        made.open(SCRIPT + form, head).allow()
        made.visitor.context.route("**/" + self._path, self._answer)
        made.page.click("form button")
        runs(made.page)
        assert self.asked == ["POST"]
        return made.page

    def _answer(self, route: Route) -> None:
        # To look whether the address answers is no visit.
        method = route.request.method
        self.asked.append(method)
        page = {"body": self._made.source, "content_type": "text/html"}
        route.fulfill(**{**page, **(self.get if method == "GET" else {})})


def test_the_answer_to_a_post_is_left_without_posting_again(made: BlockedPage) -> None:
    shop = Shop(made)
    page = shop.order()
    length = page.evaluate("history.length")
    withdraw(page)
    is_anew(page)

    assert shop.asked.count("POST") == 1
    assert shop.asked[-1] == "GET"
    assert page.evaluate("history.length") == length


@pytest.mark.thorough
def test_neither_a_base_nor_a_changed_history_makes_it_post_again(made: BlockedPage) -> None:
    head = '<base href="/elsewhere/"><script>history.replaceState = null;</script>'
    shop = Shop(made)
    form = '<form method="post" action="/blocked.html"><button>Buy</button></form>'
    made.open(SCRIPT + form, head).allow()
    made.visitor.context.route("**/blocked.html", shop._answer)
    made.page.click("form button")
    runs(made.page)
    withdraw(made.page)
    is_anew(made.page)

    assert shop.asked.count("POST") == 1


REFUSALS = {
    "no GET": {"status": 405, "body": "POST only"},
    "nothing there": {"status": 404, "body": "nothing"},
    "a fault": {"status": 500, "body": "sorry"},
    "elsewhere": {"status": 302, "headers": {"Location": "/"}, "body": ""},
}


@pytest.mark.thorough
@examples("kind", REFUSALS, run=["no GET", "elsewhere"])
def test_a_page_that_no_get_brings_back_stays_until_the_visitor_goes_on(made: BlockedPage, kind: str) -> None:
    shop = Shop(made)
    shop.get = REFUSALS[kind]
    page = shop.order()
    withdraw(page)
    waits(page)

    assert shop.asked.count("POST") == 1
    assert "consent" in made.visitor.cookies()


@pytest.mark.thorough
def test_a_page_that_stays_is_left_by_the_button_and_does_not_post_again(made: BlockedPage) -> None:
    shop = Shop(made)
    shop.get = REFUSALS["no GET"]
    page = shop.order()
    withdraw(page)
    waits(page)
    with page.expect_navigation():
        page.click(f"{TOAST} [data-consent-action=reload]")

    assert shop.asked.count("POST") == 1


@pytest.mark.thorough
def test_without_a_network_the_page_stays(made: BlockedPage) -> None:
    page = made.open(SCRIPT).allow().page
    runs(page)
    made.visitor.context.route("**/blocked.html", lambda route: route.abort())
    withdraw(page)
    waits(page)
    made.visitor.errors.clear()


@pytest.mark.thorough
@pytest.mark.needs("the status of a page")
def test_the_page_of_an_error_is_left_like_any_other(made: BlockedPage) -> None:
    made.open(SCRIPT).allow()
    made.visitor.context.route(
        "**/missing.html",
        lambda route: route.fulfill(status=404, body=made.source, content_type="text/html"),
    )
    page = made.visitor.visit("missing.html").page
    runs(page)
    withdraw(page)
    is_anew(page)


@pytest.mark.thorough
@examples("place", ["", "#there"], run=["#there"])
def test_a_page_is_really_loaded_anew_and_keeps_its_place(made: BlockedPage, place: str) -> None:
    tall = '<p style="height: 3000px">tall</p><h2 id="there">There</h2>'
    page = made.open(SCRIPT + tall).allow().page
    page.evaluate("(place) => { if (place) location.hash = place; }", place)
    page.evaluate("scrollTo(0, 1000)")
    page.wait_for_function("scrollY === 1000")
    runs(page)
    length = page.evaluate("history.length")
    withdraw(page)
    is_anew(page)

    assert page.evaluate("[history.length, location.hash]") == [length, place]
    page.wait_for_function("scrollY > 900")


@pytest.mark.thorough
def test_a_router_that_takes_all_navigations_for_its_own_does_not_keep_the_page(made: BlockedPage) -> None:
    page = made.open(SCRIPT).allow().page
    runs(page)
    page.evaluate(
        "window.navigation?.addEventListener('navigate', (event) => { event.intercept({ handler() {} }); })"
    )
    withdraw(page)
    is_anew(page)


@pytest.mark.thorough
@examples("kind", ["address", "srcdoc"], run=["srcdoc"])
def test_a_page_in_a_frame_is_left_there(made: BlockedPage, kind: str) -> None:
    made.open(SCRIPT).allow()
    source = made.source.replace("/consent/", made.visitor.base + "consent/")
    page = made.visitor.visit("empty.html").page
    page.evaluate(
        """([kind, source]) => {
          window.outer = true;
          const frame = document.createElement('iframe');
          if (kind === 'srcdoc') frame.srcdoc = source;
          else frame.src = 'blocked.html';
          document.body.append(frame);
        }""",
        [kind, source],
    )
    page.wait_for_function("frames[0]?.ran?.includes('service')")
    page.evaluate("() => { frames[0].same = true; frames[0].consent.deny(); }")
    page.wait_for_function(
        "frames[0].document.documentElement?.dataset.consent === 'denied' && !frames[0].same"
    )

    assert page.evaluate("[window.outer, frames[0].ran, frames.length]") == [True, [], 1]


FIELDS = {
    "a line": '<input id="field">',
    "a text": '<textarea id="field"></textarea>',
    "a number": '<input id="field" type="number">',
    "a text that can be edited": '<p id="field" contenteditable>old</p>',
}


def typed(page: Page) -> str:
    """What stands in the field."""
    text: str = page.evaluate("field.value ?? field.textContent")
    return text


@examples("kind", FIELDS, run=["a text", "a text that can be edited"])
def test_what_has_been_typed_is_not_lost(made: BlockedPage, kind: str) -> None:
    page = made.open(SCRIPT + FIELDS[kind]).allow().page
    runs(page)
    page.locator("#field").fill("12345")
    withdraw(page)
    waits(page)

    assert "12345" in typed(page)


CHANGES = {
    '<select><option>1</option><option id="change">2</option></select>': "select",
    '<input type="checkbox">': "input",
    '<input type="radio" name="one">': "input",
    '<input type="file">': "input",
}


@pytest.mark.thorough
@examples("markup", CHANGES, run=[*CHANGES][::2])
def test_what_has_been_chosen_is_not_lost(made: BlockedPage, markup: str, tmp_path: Any) -> None:
    page = made.open(SCRIPT + markup).allow().page
    runs(page)
    field = page.locator(f"{CHANGES[markup]}:not(consent-ui *)").last
    if "select" in markup:
        field.select_option("2")
    elif "file" in markup:
        file = tmp_path / "letter.txt"
        file.write_text("a letter", encoding="utf-8")
        field.set_input_files(file)
    else:
        field.check()
    withdraw(page)
    waits(page)


@pytest.mark.thorough
@examples("mode", ["open", "closed"], run=["closed"])
def test_what_has_been_typed_in_a_shadow_tree_is_not_lost(made: BlockedPage, mode: str) -> None:
    page = made.open(SCRIPT + "<div id='host'></div>").allow().page
    runs(page)
    page.evaluate(
        "(mode) => { const root = host.attachShadow({ mode });"
        " root.innerHTML = '<input>'; window.field = root.firstChild; field.focus(); }",
        mode,
    )
    page.keyboard.type("a letter")
    assert typed(page) == "a letter"
    withdraw(page)
    waits(page)


UNHEARD = {
    "typed before our script was there": "field.value = 'a letter'",
    "in a shadow tree": "document.body.append(document.createElement('div'));"
    "document.body.lastChild.attachShadow({ mode: 'open' }).append(field); field.value = 'a letter'",
    "in a page in a frame": "document.body.append(document.createElement('iframe'));"
    "frames[0].document.body.append(field); field.value = 'a letter'",
    "in an editor that is a frame": "document.body.append(document.createElement('iframe'));"
    "frames[0].document.designMode = 'on'; frames[0].document.body.textContent = 'a letter'",
}


@pytest.mark.thorough
@pytest.mark.parametrize("how", UNHEARD)
def test_a_text_of_which_no_event_told_is_not_lost(made: BlockedPage, how: str) -> None:
    page = made.open(SCRIPT + '<textarea id="field"></textarea>').allow().page
    runs(page)
    page.evaluate(f"() => {{ const field = document.getElementById('field'); {UNHEARD[how]} }}")
    withdraw(page)
    waits(page)


QUIET = (
    '<input value="as it came"><textarea>as it came</textarea>',
    "<input type=hidden><script>document.querySelector('input').value = 'token'</script>",
    "<input type=range><script>document.querySelector('input').value = 7</script>",
    "<input style='display: none'><script>document.querySelector('input').value = 'x'</script>",
    "<p contenteditable>as it came</p>",
    "<iframe srcdoc='<p>a page</p>'></iframe>",
)


@examples("markup", QUIET, run=QUIET[2::2])
@pytest.mark.thorough
def test_a_form_that_nobody_has_touched_keeps_no_page(made: BlockedPage, markup: str) -> None:
    page = made.open(SCRIPT + markup).allow().page
    runs(page)
    withdraw(page)
    is_anew(page)


@pytest.mark.thorough
def test_our_own_switches_keep_no_page(visitor: Visitor) -> None:
    visitor.visit("cookie-policy.html").press("accept-all").settled("granted")
    visitor.page.evaluate("window.same = true")
    visitor.choose(within=".consent-section").press("accept-selected", ".consent-section").settled("denied")

    assert visitor.page.evaluate("window.same") is None


def withdrawn_elsewhere(made: BlockedPage) -> Page:
    """Return a page in which a letter was begun before everything was taken back in another tab."""
    visitor = made.visitor
    page = made.open(SCRIPT + FIELDS["a text"]).allow().page
    runs(page)
    page.fill("#field", "a letter")
    visitor.page = visitor.context.new_page()
    visitor.visit("blocked.html")
    runs(visitor.page)
    withdraw(visitor.page)
    is_anew(visitor.page)
    return page


def test_what_has_been_typed_in_another_tab_is_not_lost_there(made: BlockedPage) -> None:
    page = withdrawn_elsewhere(made)
    page.bring_to_front()
    waits(page)

    assert typed(page) == "a letter"


def test_while_the_page_waits_the_vendors_are_told_and_their_cookies_are_gone(visitor: Visitor) -> None:
    page = visitor.visit("product.html").press("accept-all").settled("granted").page
    page.wait_for_function("document.cookie.includes('IR_PI')")
    page.evaluate("window.same = true")
    page.evaluate("document.body.append(Object.assign(document.createElement('input'), { id: 'field' }))")
    page.fill("#field", "a letter")
    withdraw(page)
    waits(page)

    assert page.evaluate("[...fbq.queue].map((call) => [...call]).at(-1)") == ["consent", "revoke"]
    assert set(visitor.cookies()) == {"consent"}

    page.click(f"{TOAST} [data-consent-action=close]")
    page.locator(TOAST).wait_for(state="detached")
    visitor.open_preferences()
    note = page.inner_text("#consent-preferences .consent-note")
    assert "What you switched off ends with the next page." in note
    assert page.locator("#consent-preferences input[name=service]:checked").count() == 0


@pytest.mark.thorough
def test_what_a_vendor_writes_while_the_page_waits_is_erased_by_the_next_page(
    made: BlockedPage,
) -> None:
    visitor = made.visitor
    page = withdrawn_elsewhere(made)
    visitor.page.wait_for_function("(localStorage['consent.plan'] || '').includes('ground')")
    page.bring_to_front()
    waits(page)
    page.evaluate("document.cookie = '_ga=late;Path=/'")
    visitor.page.close()
    visitor.page = page
    visitor.visit("privacy-policy.html").settled("denied")
    page.wait_for_function("!document.cookie.includes('_ga')")


@pytest.mark.thorough
def test_what_is_allowed_again_ends_the_waiting(made: BlockedPage) -> None:
    page = made.open(SCRIPT + FIELDS["a text"]).allow().page
    runs(page)
    page.fill("#field", "a letter")
    withdraw(page)
    waits(page)
    page.evaluate("void consent.accept(['google'])")
    page.wait_for_selector("html[data-consent=partial]", state="attached")
    page.locator(TOAST).wait_for(state="detached")
    withdraw(page)
    waits(page)

    assert page.locator(TOAST).count() == 1
    assert page.evaluate("ran") == ["service"]


def test_the_button_leaves_the_page_and_what_has_been_typed(made: BlockedPage) -> None:
    page = made.open(SCRIPT + FIELDS["a text"]).allow().page
    runs(page)
    page.fill("#field", "a letter")
    withdraw(page)
    waits(page)
    page.click(f"{TOAST} [data-consent-action=reload]")
    is_anew(page)


@pytest.mark.needs("questions before a page is left")
def test_a_visitor_who_stays_when_the_page_asks_is_told_what_is_true(made: BlockedPage) -> None:
    page = made.open(SCRIPT + "<button id=work>Work</button>").allow().page
    runs(page)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.click("#work")  # browsers let a page ask only whom has done something there
    page.evaluate("addEventListener('beforeunload', (event) => event.preventDefault())")
    withdraw(page)
    waits(page)
