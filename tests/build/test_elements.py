"""Elements are found as browsers find them, at their places, and in a time that grows with the text alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.config.elements import elements

FOUND = {
    "<IMG SRC=a.png>": [("img", {"src": "a.png"})],
    "<img src='a' SRC=b>": [("img", {"src": "a"})],
    '<img alt="a > b" src="c">': [("img", {"alt": "a > b", "src": "c"})],
    "<img\n src = 'a'\n>": [("img", {"src": "a"})],
    "<img src=a/>": [("img", {"src": "a/"})],
    "<img src=a />": [("img", {"src": "a"})],
    "<img/src=a>": [("img", {"src": "a"})],
    "<img src=?a=1&amp;b=2 hidden>": [("img", {"src": "?a=1&b=2", "hidden": ""})],
    "<img title=it's src=a>": [("img", {"title": "it's", "src": "a"})],
    "<img src=\xa0\x85b alt>": [("img", {"src": "\xa0\x85b", "alt": ""})],
    "<!-- <img src=a> --><img src=b>": [("img", {"src": "b"})],
    "<!--><img src=a>": [("img", {"src": "a"})],
    "<!-- <img src=a>": [],
    "<![CDATA[<img src=a>]]><img src=b>": [("img", {"src": "b"})],
    "<?php echo '<img'; ?><img src=b>": [("img", {"src": "b"})],
    "<textarea><img src=a></textarea><img src=b>": [("img", {"src": "b"})],
    "<svg><title/><image href=a></svg>": [("image", {"href": "a"})],
    "a < b <img src=c> > d": [("img", {"src": "c"})],
    "<imgx src=a><p>": [],
}


@pytest.mark.parametrize(("text", "found"), FOUND.items(), ids=FOUND)
def test_elements_are_read_as_browsers_read_them(text: str, found: list[tuple[str, dict[str, str]]]) -> None:
    assert [(one.tag, one.attributes) for one in elements(text)] == found


def test_a_script_has_its_text_whatever_is_in_it() -> None:
    text = "<p>\n<script async>\nif (a < b) w('<img src=x></div>');\n</SCRIPT ><img src=y>"
    script, picture = elements(text)

    assert script.content == "\nif (a < b) w('<img src=x></div>');\n"
    assert (script.text, script.line) == ("<script async>", 2)
    assert (picture.tag, picture.line) == ("img", 4)


def test_what_is_in_a_template_is_inert_and_in_a_shadow_tree_is_not() -> None:
    text = (
        "<template><img id=1><template shadowrootmode=open><img id=2></template></template><img id=3>"
        "<template shadowrootmode=closed><img id=4></template>"
    )
    inert = {one.attributes["id"]: one.inert for one in elements(text) if one.tag == "img"}

    assert inert == {"1": True, "2": True, "3": False, "4": False}


def test_what_is_there_for_those_without_scripts_says_so() -> None:
    text = "<noscript><img id=1></noscript><img id=2>"

    assert [one.unscripted for one in elements(text) if one.tag == "img"] == [True, False]


@given(st.text(st.sampled_from("<>/=\"'! -ab\nimgscrptemlate"), max_size=200))
def test_each_element_is_where_it_says(text: str) -> None:
    for one in elements(text):
        assert text[one.start : one.end] == one.text
        assert one.line == 1 + text.count("\n", 0, one.start)
        assert re.match(rf"<{re.escape(one.tag)}", one.text, re.IGNORECASE)
        assert text[one.end :].startswith(one.content)


def test_an_element_has_its_column_and_the_service_of_its_template() -> None:
    text = (
        "\ufeff<img id=1>ü<img id=2>\n"
        "<template data-service=a><template><img id=3></template></template><img id=4>"
    )
    found = {
        one.attributes["id"]: (one.line, one.column, one.held) for one in elements(text) if one.tag == "img"
    }

    assert found == {"1": (1, 1, ""), "2": (1, 12, ""), "3": (2, 36, "a"), "4": (2, 68, "")}


@pytest.mark.parametrize(
    "piece",
    ["<a ", "<a x='", '<a x=" ', "<!--", "<script>", "<a =", "<![CDATA[", "<", "<img ", "<style", "='"],
)
def test_no_text_takes_more_than_its_length(piece: str) -> None:
    # Were it a square, this would take hours.
    assert list(elements(piece * 200_000 + "\n")) is not None
