"""What is told of a scan, to people and to programs."""

from __future__ import annotations

import json

import pytest

from banner.observe.kinds import Cookie, Stored
from banner.scan.result import Result, as_json, result, text
from tests.unit.scan.seen import PAGE, visits


def of(markup: str, *seen: object) -> Result:
    """The result of one page."""
    return result(visits(markup, *seen), ("shop.example",), lambda _: [])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["a\x7fb", "a\x1b[31mb", "a\nb", "a\ud800b", "a\u202eb"], ids=ascii)
def test_no_name_of_a_page_reaches_a_terminal_or_a_file_as_it_is(name: str) -> None:
    made = of(
        f'<img src="https://nobody.example/" alt="{name}">',
        Cookie(page=PAGE, name=name, domain="shop.example"),
        Stored(page=PAGE, area="local", name=name, origin=PAGE),
    )
    made.visits.failed[f"{PAGE}{name}"] = name
    plain = json.dumps(name).strip('"') if name != "a\nb" else "a\\u000ab"
    told, written = text(made), as_json(made)

    assert all(one.isprintable() for one in told.replace("\n", ""))
    assert f"cookie {plain} " in told
    assert written.isascii()
    assert name in [one.get("name") for one in json.loads(written)["observations"]]


def test_a_tag_of_several_lines_is_told_as_it_is_to_be_written() -> None:
    told = text(of('<img\r\n\tsrc="https://nobody.example/">'))

    assert '    write <img data-service="nobody-example"\n    data-src="https://nobody.example/">' in told
