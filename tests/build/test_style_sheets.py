"""Style sheets are read as browsers read them, and in a time that grows with their length alone."""

from __future__ import annotations

import pytest

from banner.config.loads import of_css
from banner.config.pages import unequal

ASKED = {
    "@import 'https://a.example/x'; @import \"//b.example/y\"": ["a.example", "b.example"],
    "p { background: url(https://a.example/x), url( '//b.example/(y)' ) }": ["a.example", "b.example"],
    "@namespace url(http://a.example/x); p { background: url(//b.example/y) }": ["b.example"],
    "@namespace svg 'http://a.example/;x@y'; @import '//b.example/y'": ["b.example"],
    "@namespace svg url( 'http://a.example/(x)' );@import '//b.example/y'": ["b.example"],
    '@namespace"http://a.example/x";': [],
    "url(url(//a.example/x)": ["a.example"],
    "/* url(//a.example/x) */": [],
}


@pytest.mark.parametrize(("css", "hosts"), ASKED.items(), ids=ASKED)
def test_a_style_sheet_asks_the_hosts_that_a_browser_would(css: str, hosts: list[str]) -> None:
    assert [one.host for one in of_css(css)] == hosts


@pytest.mark.parametrize(
    "piece",
    ["url(", "url( ", "url('", 'url("a', "@namespace ", "@namespace a ", "@import ", "/*", "a", "a{", "a:b;"],
)
def test_no_style_sheet_takes_more_than_its_length(piece: str) -> None:
    # Were it a square, this would take hours.
    assert list(of_css("//" + piece * 200_000)) is not None
    assert unequal(piece * 200_000) == []
