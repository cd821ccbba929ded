"""What is to be changed in the markup, and how it is written then."""

from __future__ import annotations

import pytest

from banner.observe.markup import Markup
from banner.scan.changes import Change, changes
from banner.scan.contacts import foreign
from tests.unit.scan.seen import PAGE, found, request, script, visits

URL = "https://w.nobody.example/w"


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        (
            f'<script src="{URL}" async></script>',
            f'<script type="text/plain" data-service="id" data-src="{URL}" async>',
        ),
        (
            f"<SCRIPT TYPE='module' SRC='{URL}'></SCRIPT>",
            f"<SCRIPT type=\"text/plain\" data-service=\"id\" data-TYPE='module' data-SRC='{URL}'>",
        ),
        (
            f'<script type="text/javascript" src={URL}></script>',
            f'<script type="text/plain" data-service="id" data-src={URL}>',
        ),
        (
            f'<iframe src="{URL}" title="a > b"></iframe>',
            f'<iframe data-service="id" data-src="{URL}" title="a > b">',
        ),
        (
            f'<link rel="stylesheet" href="{URL}">',
            f'<link data-service="id" rel="stylesheet" data-href="{URL}">',
        ),
        (f'<img\n  src="{URL}"\n/>', f'<img data-service="id"\n  data-src="{URL}"\n/>'),
        (
            f'<img src="{URL}" srcset="{URL} 2x">',
            f'<img data-service="id" data-src="{URL}" data-srcset="{URL} 2x">',
        ),
        (f'<object data="{URL}"></object>', f'<object data-service="id" data-data="{URL}">'),
        (f'<video poster="{URL}"></video>', f'<video data-service="id" data-poster="{URL}">'),
    ],
)
def test_an_element_waits_in_the_words_of_the_guide(tag: str, written: str) -> None:
    (change,) = made(tag)

    assert (change.what, change.write) == ("block", written.replace('"id"', '"nobody-example"'))


@pytest.mark.parametrize(
    "tag", [f'<script src="{URL}"></script>', f'<img src="{URL}">', f'<iframe src="{URL}">']
)
def test_what_is_written_loads_nothing_more(tag: str) -> None:
    (change,) = made(tag)

    assert Markup(change.write, PAGE).loading(URL) is None


HELD = '<template data-service="nobody-example">'
THEIRS = "https://w.another.example/w"


@pytest.mark.parametrize(
    ("tag", "template"),
    [
        (f'<input type="image" src="{URL}">', HELD),
        (f'<svg><image href="{URL}"/></svg>', HELD),
        (f'<svg><image xlink:href="{URL}"/></svg>', HELD),
        (f'<img src="{URL}" data-src="/lazy.png">', HELD),
        (f'<iframe data-service="youtube" src="{URL}"></iframe>', HELD),
        (f'<img src="{URL}" srcset="{THEIRS} 2x">', f'{HELD}<template data-service="another-example">'),
    ],
)
def test_what_nothing_activates_where_it_stands_goes_into_a_template(tag: str, template: str) -> None:
    (change,) = made(tag)

    assert (change.what, change.write) == ("wrap", template)


def test_an_element_that_names_its_service_already_gets_no_second_name() -> None:
    (change,) = made(f'<img data-service="nobody-example" src="{URL}">')

    assert change.write == f'<img data-service="nobody-example" data-src="{URL}">'


def test_what_the_site_itself_serves_stays_in_an_element_that_waits() -> None:
    (change,) = made(f'<img src="/own.png" srcset="{URL} 2x">')

    assert change.write == f'<img data-service="nobody-example" src="/own.png" data-srcset="{URL} 2x">'


def test_each_attribute_that_loads_is_told() -> None:
    (change,) = made(f'<img src="{URL}" srcset="{URL}2 2x">')

    assert (change.attribute, change.also) == ("src", (("srcset", f"{URL}2", "nobody-example"),))


@pytest.mark.parametrize("tag", [f'<body background="{URL}">', f'<frameset><frame src="{URL}"></frameset>'])
def test_what_no_template_can_hold_is_taken_out(tag: str) -> None:
    (change,) = made(tag)

    assert (change.what, "nothing can hold back" in change.why) == ("remove", True)


def test_what_is_there_without_scripts_is_taken_out() -> None:
    first, second = made(f'<noscript><img src="{URL}"></noscript>\n<img src="{URL}">')

    assert (first.what, second.what) == ("remove", "block")


def made(markup: str, *seen: object) -> list[Change]:
    """What to change in a page."""
    visit = visits(markup, *seen)  # type: ignore[arg-type]
    return changes(visit.markups, visit.pages, found(visit), foreign(("shop.example",)))


def test_what_the_banner_loads_itself_is_taken_out_with_its_snippet() -> None:
    gtag = "https://www.googletagmanager.com/gtag/js?id=G-ABC1234567"
    markup = f"<script src='{gtag}'></script>\n<script>\ngtag('config', 'G-ABC1234567');\n</script>"

    assert [(one.what, one.service, one.line, one.end) for one in made(markup, request(gtag))] == [
        ("remove", "google", 1, 0),
        ("remove", "google", 2, 4),
    ]


def test_an_account_in_a_longer_word_is_somebody_elses() -> None:
    gtag = "https://www.googletagmanager.com/gtag/js?id=G-ABC1234567"

    assert made("<script>other('G-ABC12345678', 'xG-ABC1234567')</script>", request(gtag)) == []


def test_a_picture_of_a_pixel_is_taken_out_as_well() -> None:
    markup = "<noscript><img src='https://www.facebook.com/tr?id=1'></noscript>"
    (change,) = made(markup, request("https://connect.facebook.net/en_US/fbevents.js"))

    assert (change.what, change.service, change.attribute) == ("remove", "facebook-pixel", "src")


def test_a_link_that_contacts_a_host_ahead_is_taken_out() -> None:
    (change,) = made('<link rel="preconnect" href="https://w.nobody.example/">')

    assert (change.what, change.line) == ("remove", 1)


def test_an_inline_script_that_contacts_somebody_goes_into_a_template() -> None:
    markup = "<p>\n<script>\nfetch('https://w.nobody.example/w');\n</script>"
    (change,) = made(markup, request(URL, script((PAGE, 3))))

    assert (change.what, change.line, change.end) == ("wrap", 2, 4)
    assert change.write == '<template data-service="nobody-example">'


def test_of_a_minified_page_the_script_that_has_done_it_goes_into_a_template() -> None:
    markup = "<script id=a>fetch('https://w.nobody.example/w');</script><script id=b>stop()</script>"
    (change,) = made(markup, request(URL, script((PAGE, 1, 14))))

    assert (change.what, change.line, change.column) == ("wrap", 1, 1)


def test_an_inline_script_that_calls_what_waits_goes_into_a_template_too() -> None:
    markup = f"<script src='{URL}'></script>\n<script>vendor.start()</script>"
    calls = request("https://w.nobody.example/hit", script((URL, 1), (PAGE, 2)))

    assert [one.what for one in made(markup, request(URL), calls)] == ["block", "wrap"]


def test_a_script_file_of_the_site_is_told_with_its_line() -> None:
    (change,) = made("<script src='/own.js'></script>", request(URL, script((f"{PAGE}own.js", 7))))

    assert (change.what, change.page, change.line) == ("move", f"{PAGE}own.js", 7)
    assert "w.nobody.example" in change.why


def test_what_a_script_of_others_brings_has_no_change_of_its_own() -> None:
    markup = f"<script src='{URL}'></script>"
    brought = request("https://px.another.example/p", script((URL, 1)))

    assert [one.service for one in made(markup, request(URL), brought)] == ["nobody-example"]


def test_what_is_the_sites_own_stays_as_it_is() -> None:
    assert made("<script src='/own.js'></script><img src='https://cdn.shop.example/a.gif'>") == []
