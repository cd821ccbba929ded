"""The elements that load something, as they are written."""

from __future__ import annotations

import pytest

from banner.observe.kinds import Initiator, Place
from banner.observe.markup import Markup, Markups

AT = "https://example.org/a/page.html"


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<script src="b.js"></script>', "https://example.org/a/b.js"),
        ('<img src="//cdn.net/p.gif#x">', "https://cdn.net/p.gif"),
        ('<img srcset="s.jpg 1x, https://cdn.net/l.jpg 2x">', "https://cdn.net/l.jpg"),
        ('<link rel="stylesheet" href="/f.css">', "https://example.org/f.css"),
        ('<iframe src="https://video.net/v"></iframe>', "https://video.net/v"),
        ('<video poster="p.jpg"></video>', "https://example.org/a/p.jpg"),
        ('<object data="f.swf"></object>', "https://example.org/a/f.swf"),
        ('<base href="https://cdn.net/"><script src="b.js"></script>', "https://cdn.net/b.js"),
        (
            '<div><template shadowrootmode="open"><img src="p.gif"></template></div>',
            "https://example.org/a/p.gif",
        ),
    ],
)
def test_an_element_is_found_by_what_it_loads(markup: str, address: str) -> None:
    assert Markup(f"<!doctype html>\n{markup}", AT).loading(address)


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="b.js">b</a>',
        '<template><script src="b.js"></script></template>',
        "<!-- <script src='b.js'></script> -->",
        '<img src="http://[">',
    ],
)
def test_what_loads_nothing_is_not_found(markup: str) -> None:
    assert Markup(markup, AT).loading("https://example.org/a/b.js") is None


def test_an_element_has_its_line_and_column() -> None:
    element = Markup('<!doctype html>\n<p><img\n  src="p.gif">', AT).loading("https://example.org/a/p.gif")

    assert element
    assert (element.line, element.column, element.tag) == (2, 4, "img")
    assert element.text == '<img\n  src="p.gif">'


def test_an_inline_script_is_found_by_its_lines_and_by_the_host_that_it_names() -> None:
    markup = Markup("<p>\n<script>\nload('https://cdn.net/a')\n</script>\n<script>b</script>", AT)
    script = markup.at(3)

    assert script
    assert (script.line, script.end, script.inline) == (2, 4, True)
    assert markup.naming("cdn.net") == (script, 3)
    assert markup.at(1) is None
    assert markup.naming("other.net") is None


@pytest.mark.parametrize("before", ["", "<p>\U0001f36a\U0001f36a</p>", "<p>\n", "<script src=a.js></script>"])
def test_of_a_minified_line_the_script_at_the_column_is_found(before: str) -> None:
    text = (
        f"<!doctype html>{before}<script id=a>load()</script><i onclick='act()'><script id=b>stop()</script>"
    )
    last = text.rpartition("\n")[2]
    markup, line = Markup(text, AT), 1 + text.count("\n")

    def at(call: str) -> str:
        column = 1 + len(last.partition(call)[0].encode("utf-16-le")) // 2
        found = markup.at(line, column)
        return found.text if found else ""

    assert (at("load"), at("stop"), at("act")) == ("<script id=a>", "<script id=b>", "")
    unknown = markup.at(line)
    assert unknown
    assert unknown.text == "<script id=b>"


def test_of_a_script_of_several_lines_each_column_is_its() -> None:
    markup = Markup("<script\n id=a>\n  load()\n</script><script id=b>stop()</script>", AT)

    found = [markup.at(*place) for place in ((2, 8), (3, 3), (4, 1), (4, 26), (9, 1))]
    assert [one.attributes["id"] if one else "" for one in found] == ["a", "a", "a", "b", ""]


def test_a_script_without_an_end_is_one() -> None:
    assert Markup("<script>a", AT).at(1)


def test_a_request_has_the_script_that_the_protocol_tells_before_an_element() -> None:
    markups = Markups()
    markups.add('<img src="https://cdn.net/a">', AT)
    script = Initiator("script", Place("https://cdn.net/s.js", 1, 1))

    assert markups.initiator(AT, "https://cdn.net/a", script) == script
    found = markups.initiator(AT, "https://cdn.net/a", Initiator("unknown"))
    assert (found.kind, found.place) == ("element", Place(AT, 1, 1))


def test_a_request_that_nothing_explains_is_its_documents() -> None:
    assert Markups().initiator(AT, "https://cdn.net/a", Initiator("unknown")) == Initiator("frame", Place(AT))
    assert Markups().initiator("", "https://cdn.net/a", Initiator("unknown")) == Initiator("unknown")


def test_a_host_needs_no_path_to_be_the_same_address() -> None:
    markup = Markup('<link rel="preconnect" href="https://cdn.net">', AT)

    assert markup.loading("https://cdn.net/")
    assert not markup.loading("http://[")


def test_a_blocked_element_is_found_by_what_it_waits_to_load() -> None:
    blocked = '<script type="text/plain" data-service="maps" data-src="https://maps.net/m.js"></script>'
    markup = Markup(f"<!doctype html>\n{blocked}<img data-src='l.gif'>", AT)
    found = markup.waiting("https://maps.net/m.js")

    assert found
    assert (found.line, found.attributes["data-service"]) == (2, "maps")
    assert markup.loading("https://maps.net/m.js") is None
    assert markup.waiting("https://example.org/a/l.gif") is None
