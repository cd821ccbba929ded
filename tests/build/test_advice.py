"""The build's advice: what is allowed, and a rule of the law would have otherwise. It stops nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from banner import config
from banner.build import pipeline
from banner.config import locales
from banner.config.advice import advice, grouped
from banner.config.pages import unequal
from banner.config.wording import wording
from banner.toolchain import bundle
from tests.build.conftest import GOOD, changed

Read = Callable[..., config.SiteConfig]
FILE = Path("consent.toml")
DEMO = bundle.ROOT / "site/demo/consent.toml"


def told(declared: config.SiteConfig, pages: dict[str, str] | None = None) -> list[str]:
    """The advice on a declaration, on pages and on scripts, a line each, less what GOOD gets anyway."""
    files = {Path(name): text for name, text in (pages or {}).items()}
    scripts = {path: files.pop(path) for path in [*files] if path.suffix in (".js", ".mjs")}
    lines = [str(one) for one in advice(FILE, declared, files, scripts)]
    return [line for line in lines if "lifetime_days = 90" not in line]


def test_a_good_declaration_with_good_pages_needs_none(read: Read) -> None:
    page = '<script src="consent/consent.js" defer></script><a href="#" data-consent-open>Preferences</a>'
    lasting = changed(("lifetime_days = 90", "lifetime_days = 184"), ('duration = "90 days"', DURATION))

    assert advice(FILE, read(lasting), {Path("index.html"): page}) == ()


DURATION = 'duration = "6 months"'


@pytest.mark.law("B3")
@pytest.mark.parametrize(
    ("days", "wrong"), [(1, True), (180, True), (183, True), (184, False), (396, False), (397, True)]
)
def test_a_consent_that_is_kept_too_short_or_too_long(read: Read, days: int, wrong: bool) -> None:
    lines = [str(one) for one in advice(FILE, read(changed(("days = 90", f"days = {days}"))), {})]

    assert [f"lifetime_days = {days}" in line for line in lines if "lifetime" in line] == [True] * wrong


def test_180_days_are_told_with_the_rule_its_source_and_the_remedy(read: Read) -> None:
    (line,) = [
        line for line in map(str, advice(FILE, read(changed(("= 90", "= 180"))), {})) if "lifetime" in line
    ]

    assert line == (
        "consent.toml:4: lifetime_days = 180: who has refused is not asked again before six months are over "
        "(Garante, guidelines of 10 June 2021, no. 231); write 184, the days that six months have at most"
    )


@pytest.mark.parametrize("duration", ["30 days", "1 year", "session", "persistent"])
def test_a_list_of_cookies_that_tells_another_lifetime(read: Read, duration: str) -> None:
    declared = read(changed(('"consent", duration = "90 days"', f'"consent", duration = "{duration}"')))
    (line,) = told(declared)

    assert f'services[4].cookies[1].duration = "{duration}": the consent is kept for 90 days' in line


def test_a_list_of_cookies_that_keeps_quiet_about_the_banners_own(read: Read) -> None:
    unnamed = (', { name = "consent", duration = "90 days" }]', "]")
    text = changed(unnamed).replace('id = "basket"', 'id = "cookie-choice"')
    (line,) = told(read(text.replace("service.basket", "service.cookie-choice")))

    assert "the list of cookies does not name the one that keeps the consent" in line


@pytest.mark.law("A8")
def test_a_purpose_that_is_on_by_default(read: Read) -> None:
    text = GOOD.replace('[[purposes]]\nid = "tickets"', '[[purposes]]\nid = "tickets"\nrequired = true')
    lines = told(read(text))

    assert 'purposes[2].required = true: "tickets" is on from the start' in lines[0]
    assert 'services[3].cookies[0].domain = "seats.example": "seats" keeps a cookie' in lines[1]
    assert len(lines) == 2


SALES = [
    ('hosts = ["count.example"]', 'hosts = ["www.facebook.com"]', "www.facebook.com"),
    (
        '[{ src = "count.js", module = true }, { code = "count();" }]',
        '[{ src = "https://region1.google-analytics.com/x.js" }]',
        "region1.google-analytics.com",
    ),
]


@pytest.mark.parametrize(("old", "new", "host"), SALES)
def test_a_service_of_ones_own_that_sells_under_the_signal(read: Read, old: str, new: str, host: str) -> None:
    (line,) = told(read(changed((old, new))))

    assert 'services[2].sale = false: "count" hands data to ' in line
    assert host in line
    assert told(read(changed((old, new), ('id = "count"', 'id = "count"\nsale = true')))) == []


def test_a_marketing_service_of_a_third_party_that_stays_on_under_the_signal(read: Read) -> None:
    marketing = GOOD.replace('purpose = "analytics"\nvendor', 'purpose = "marketing"\nvendor')
    (line,) = told(read(marketing.replace('[[purposes]]\nid = "analytics"\ntext = "We count."\n', "")))

    assert 'services[2].sale = false: "count" hands data to count.example' in line


@pytest.mark.parametrize("purpose", ["analytics", "content"])
def test_a_service_that_advertises_under_a_purpose_that_does_not_say_so(read: Read, purpose: str) -> None:
    more = "" if purpose == "analytics" else f'[[purposes]]\nid = "{purpose}"\n\n'
    moved = changed(('use = "google"', f'use = "google"\npurpose = "{purpose}"'))
    (line,) = told(read(moved.replace("[[vendors]]", more + "[[vendors]]", 1)))

    assert f'services[1].purpose = "{purpose}": "google" does advertising' in line
    assert 'write purpose = "marketing"' in line


def test_a_service_that_advertises_may_stand_under_an_owners_own_purpose(read: Read) -> None:
    assert told(read(changed(('use = "google"', 'use = "google"\npurpose = "tickets"')))) == []


def test_a_service_that_only_measures_may_stand_under_statistics(read: Read) -> None:
    assert told(read(changed(('ads_id = "AW-1234567"', 'analytics_id = "G-ABC123"')))) == []


@pytest.mark.law("B11")
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Based on our legitimate interest."),
        ("it", "Si basa sul legittimo interesse."),
        ("de", "Auf Grund unseres berechtigten Interesses."),
        ("fr", "Fondé sur notre intérêt légitime."),
        ("es", "Por nuestro interés legítimo."),
        ("ar", "بناءً على المصلحة المشروعة."),
    ],
)
def test_words_that_claim_a_legitimate_interest(read: Read, language: str, text: str) -> None:
    (line,) = told(read(saying(language, "banner.text", text)))

    assert f'texts.{language}."banner.text" = "{text}": what needs consent cannot rest on' in line


def saying(language: str, key: str, text: str) -> str:
    """GOOD with one text of the owner's in one language, and with all that the language then needs."""
    if language == "en":
        return GOOD + f'"{key}" = "{text}"\n'
    own = ("purpose.tickets.name", "purpose.tickets.text")
    own += tuple(f"service.{one}.{word}" for one in ("count", "seats", "basket") for word in ("name", "text"))
    needed = "".join(f'"{one}" = "X"\n' for one in own)
    languages = f'languages = ["{language}"]\nposition'
    return changed(("position", languages)) + f'[texts.{language}]\n{needed}"{key}" = "{text}"\n'


def test_what_is_told_and_not_asked_may_rest_on_it(read: Read) -> None:
    technical = changed(("Keeps what you chose.", "Our legitimate interest."))

    assert told(read(technical)) == []


@pytest.mark.law("A11")
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Unfortunately you will miss a lot."),
        ("it", "Peccato: ti perdi il meglio."),
        ("de", "Leider verpassen Sie etwas."),
        ("fr", "Dommage, vous manquez le meilleur."),
        ("es", "Por favor, acepta."),
        ("ar", "للأسف ستفوتك أشياء."),
    ],
)
def test_words_that_push_towards_a_decision(read: Read, language: str, text: str) -> None:
    (line,) = told(read(saying(language, "preferences.title", text)))

    assert f'texts.{language}."preferences.title" = "{text}": "' in line
    assert "pushes towards a decision" in line


@pytest.mark.law("A11", "B11")
@pytest.mark.parametrize("language", locales.languages())
def test_our_own_words_need_no_advice(language: str) -> None:
    demo = config.read(DEMO)
    texts = locales.messages(language, demo.texts.get(language, {}), demo.declaration).texts
    words = wording(language)

    assert [text for text in texts.values() if words.nudge(text) or words.claim(text)] == []


def test_a_policy_that_is_no_page(tmp_path: Path, read: Read) -> None:
    declared = read(changed(('position = "top"', f'position = "top"\npages = "{tmp_path}"')))
    there = {str(tmp_path / "cookies.html"): "<p>Cookies</p>"}

    (line,) = told(declared)
    assert f'links.cookie-policy = "cookies.html": there is no such page below {tmp_path}' in line
    assert told(declared, there) == []


UNGATED = {
    '<script src="https://connect.facebook.net/en_US/fbevents.js"></script>': "facebook-pixel",
    "<script>\nload('https://www.googletagmanager.com/gtag/js?id=G-1')</script>": "google",
    '<noscript><img src="//www.facebook.com/tr?id=1"></noscript>': "facebook-pixel",
    '<link rel="preconnect" href="https://www.googletagmanager.com">': "google",
    '<iframe data-service="count" src="https://count.example/frame"></iframe>': "count",
    "<template></template></template><script src='https://count.example/x.js'></script>": "count",
    '<div><template shadowrootmode="Open"><img src="https://count.example/x.png"></template></div>': "count",
    '<p><template shadowrootmode=open data-service="count"><img src="//count.example/x">': "count",
}


@pytest.mark.law("A1")
@pytest.mark.parametrize(("markup", "service"), UNGATED.items(), ids=range(len(UNGATED)))
def test_something_in_a_page_that_contacts_a_vendor_by_itself(read: Read, markup: str, service: str) -> None:
    (line,) = told(read(GOOD), {"site/index.html": f"<p>A part of a page\n<p>Hello\n{markup}"})

    number = 4 if "\n" in markup else 3
    assert line.startswith(f"site/index.html:{number}: ")
    assert f'this contacts a host of "{service}" before any consent' in line
    way = f'<template data-service="{service}"><script>…</script></template>'
    if "noscript" in markup:
        way = "take it out: where scripts are off, nothing can hold it back"
    elif "<link" in markup:
        way = "take it out: what it speeds up is not asked for yet"
    elif number == 3:
        way = f'write it with data-service="{service}" and data-src'
    assert way in line


INLINE = {
    '<script type="text/plain" data-service="count">load("https://count.example/x.js")</script>': (
        "<script>…</script>"
    ),
    '<SCRIPT data-service="count" TYPE="Text/Plain" id="a">\ncount()</SCRIPT>': "<script>…</script>",
    '<script type="text/plain" data-type="module" data-service="count">count()</script>': (
        '<script type="module">…</script>'
    ),
    '<script type="text/plain" data-service="another">other()</script>': "<script>…</script>",
    '<p><template shadowrootmode="open"><script type="text/plain" data-service="count">1</script>': (
        "<script>…</script>"
    ),
}


@pytest.mark.parametrize(("markup", "script"), INLINE.items(), ids=range(len(INLINE)))
def test_inline_code_that_some_routers_would_run_is_told_with_the_container_that_none_wakes(
    read: Read, markup: str, script: str
) -> None:
    lines = told(read(GOOD), {"site/index.html": f"<p>A part of a page\n<p>Hello\n{markup}"})

    (line,) = [one for one in lines if "there is no service" not in one]
    service = "another" if "another" in markup else "count"
    assert line.startswith("site/index.html:3: ")
    assert "a router that makes scripts anew without their attributes" in line
    assert line.endswith(
        f'write <template data-service="{service}">{script}</template>, which no router runs'
    )


def test_each_inline_script_is_told_at_its_line(read: Read) -> None:
    one = '<script type="text/plain" data-service="count">count()</script>\n'
    lines = told(read(GOOD), {"index.html": f"{one}<p>\n{one}"})

    assert [line.partition(": ")[0] for line in lines] == ["index.html:1", "index.html:3"]


AHEAD = """<template>
<script src="https://count.example/x.js"></script>
<link rel="stylesheet" href="//count.example/a.css">
<img srcset="https://count.example/x.png 2x">
<template shadowrootmode="open"><img src="https://count.example/x.png"></template>
</template>"""


@pytest.mark.parametrize("service", ["", ' data-service="count"'])
def test_what_firefox_asks_for_in_a_template_is_told(read: Read, service: str) -> None:
    markup = AHEAD.replace("<template", f"<template{service}", 1)
    lines = told(read(GOOD), {"index.html": markup})

    assert [line.partition(": ")[0] for line in lines] == [f"index.html:{number}" for number in (2, 3, 4, 5)]
    assert all(
        "before any consent: Firefox asks for it, though it stands in a template" in one for one in lines
    )
    assert ["data-src" in one for one in lines] == [True, False, True, True]


HELD = """<script data-src="https://count.example/x.js"></script><iframe src="https://count.example/frame"></iframe>
<link rel="preconnect" href="//count.example"><img data-src="https://count.example/x.png">
<video src="https://count.example/x.mp4"></video>
<script type="text/plain" data-service="count">count()</script>"""


@pytest.mark.parametrize(
    "markup",
    [
        '<script type="text/plain" data-service="count" data-src="https://count.example/x.js"></script>',
        '<script type="text/plain" data-service="count" src="https://count.example/x.js"></script>',
        '<script type="text/plain">the text of a page</script>',
        '<script type="text/plain" data-service="">the text of a page</script>',
        '<script type="application/json" data-service="count">{"a": "https://count.example/x"}</script>',
        '<template data-service="count"><script>load("https://count.example/x.js")</script></template>',
        f'<template data-service="count">{HELD}</template>',
        '<template id="card"><iframe src="https://count.example/frame"></iframe></template>',
        '<template shadowrootmode="none"><iframe src="https://count.example/frame"></iframe></template>',
        '<template id="card"><template shadowrootmode="open"><iframe src="//count.example/x"></iframe>',
        '<template data-service="count"><iframe src="https://count.example/frame"></iframe>',
        '<iframe data-service="count" data-src="https://count.example/frame"></iframe>',
        '<a href="https://www.facebook.com/us">Follow us</a>',
        '<link rel="me" href="https://www.facebook.com/us">',
        '<script src="https://cdn.example/x.js"></script>',
        '<img src="//[broken" alt="">',
        "<p>connect.facebook.net is a host of https://www.facebook.com/",
    ],
)
def test_what_waits_or_is_a_mere_link_needs_no_advice(read: Read, markup: str) -> None:
    assert told(read(GOOD), {"index.html": markup}) == []


@pytest.mark.law("B6")
def test_a_page_that_asks_without_a_way_back(read: Read) -> None:
    asks = '<script src="../consent/consent.js" defer></script>'
    (line,) = told(read(GOOD), {"shop/index.html": asks})

    assert line.startswith("shop/index.html: ")
    assert "no way back to the preferences" in line
    assert told(read(GOOD), {"a.html": asks + '<div data-consent-embed="preferences"></div>'}) == []
    assert told(read(GOOD), {"a.html": "<p>This page has no banner."}) == []


UNEQUAL = {
    "[data-consent-action=deny-all] { color: gray }": [1],
    '@media print {\n  #consent-banner [data-consent-action="accept-all"] { color: red; }\n}': [2],
    "a { color: red }\n/* a\nnote */\n[data-consent-action^=accept] { font-size: 2rem }": [4],
    "[data-consent-action$=all] { --consent-accent: red }": [1],
    "[data-consent-action*=all] { padding: 0 }\n[data-consent-action=accept-selected] { padding: 0 }": [],
    "[data-consent-action=accept-all],[data-consent-action=accept-selected],"
    "[data-consent-action=deny-all] { margin: 0 }": [],
    "[data-consent-action=dismiss] { color: gray }": [],
    "#consent-banner button { color: gray }": [],
    "[data-consent-action=accept-all] { color: red; margin: 0 }\n[data-consent-action=deny-all] {margin: 0}\n"
    "[data-consent-action=accept-selected] {margin: 0}": [1],
}


@pytest.mark.law("A4")
@pytest.mark.parametrize(("css", "lines"), UNEQUAL.items(), ids=range(len(UNEQUAL)))
def test_a_style_that_makes_one_button_stand_out(read: Read, css: str, lines: list[int]) -> None:
    assert [spot.line for spot in unequal(css)] == lines
    found = told(read(GOOD), {"a.css": css, "b.html": f"<p>\n<style>{css}</style>"})
    places = [f"a.css:{one}: " for one in lines] + [f"b.html:{one + 1}: " for one in lines]

    assert [line[: len(place)] for line, place in zip(found, places, strict=True)] == places
    assert all(
        "this styles one of the buttons that decide, and not the others alike" in line for line in found
    )


def test_advice_stands_once_with_all_the_places_under_it(read: Read) -> None:
    page = '<script src="https://www.facebook.com/a.js"></script>\n<img src="https://www.facebook.com/b">'
    found = advice(FILE, read(GOOD), {Path("a.html"): page, Path("b.html"): page})
    lines = grouped(found)
    at = next(number for number, line in enumerate(lines) if "this contacts a host of" in line)

    assert lines[at + 1 : at + 5] == [
        '  a.html:1: <script src="https://www.facebook.com/a.js">',
        '  a.html:2: <img src="https://www.facebook.com/b">',
        '  b.html:1: <script src="https://www.facebook.com/a.js">',
        '  b.html:2: <img src="https://www.facebook.com/b">',
    ]
    assert sum(line.startswith("advice: ") for line in lines) == len({one.finding for one in found})


def test_the_demo_site_gets_the_one_piece_that_its_policy_asks_for(tmp_path: Path) -> None:
    report = pipeline.build(DEMO, tmp_path / "dist")

    assert [(one.place, one.value) for one in report.advice] == [(("lifetime_days",), 180)]


def test_advice_is_told_after_the_build_and_stops_nothing(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "build.py", "--out", str(tmp_path / "dist")],
        cwd=bundle.ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )

    assert ended.stdout.startswith("built ")
    assert ended.stderr.startswith("advice: who has refused is not asked again before six months are over (")
    assert ended.stderr.splitlines()[1] == f"  {DEMO}:7: lifetime_days = 180"
    assert [line.partition(": ")[0] for line in ended.stderr.splitlines()[::2]] == ["advice"]


@pytest.mark.parametrize(("language", "found"), [("de-AT", "leider"), ("de", "leider"), ("rm", "")])
def test_words_are_looked_for_in_the_nearest_language_that_has_any(language: str, found: str) -> None:
    assert wording(language).nudge("Das ist leider so") == found


def test_a_script_that_comes_without_https(read: Read) -> None:
    def with_script(address: str) -> config.SiteConfig:
        return read(changed(('src = "count.js"', f'src = "{address}"')))

    before = told(with_script("https://count.example/c.js"))
    (line,) = [one for one in told(with_script("http://count.example/c.js")) if one not in before]

    assert '.scripts[0].src = "http://count.example/c.js": a page on https does not load this' in line
    assert line.endswith("write https://count.example/c.js")
