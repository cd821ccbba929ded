"""``Set-Cookie`` headers are read as browsers read them."""

from __future__ import annotations

import pytest

from banner.observe.set_cookie import SetCookie, of_headers

FROM = "https://www.example.org/a/b"
NOW = 1_700_000_000.0


def one(line: str) -> SetCookie:
    """The cookie of one header."""
    (found,) = of_headers([line], FROM, NOW)
    return found


def test_a_plain_cookie_is_one_of_its_host_for_a_session() -> None:
    found = one("a=1")

    assert (found.name, found.value, found.domain, found.host_only) == ("a", "1", "www.example.org", True)
    assert found.days is None
    assert (found.http_only, found.secure, found.partitioned) == (False, False, False)


def test_attributes_are_read_in_any_case() -> None:
    found = one("__Host-a=b=c; secure; HTTPONLY; samesite=none; Partitioned; Path=/; domain=.Example.org")

    assert (found.name, found.value) == ("__Host-a", "b=c")
    assert (found.secure, found.http_only, found.partitioned, found.same_site) == (True, True, True, "None")
    assert (found.domain, found.host_only, found.path) == ("example.org", False, "/")


@pytest.mark.parametrize(
    ("attributes", "days"),
    [
        ("Max-Age=86400", 1),
        ("Max-Age=0", 0),
        ("Expires=Wed, 15 Nov 2023 22:13:20 GMT", 1),
        ("Expires=Wed, 15-Nov-2023 22:13:20 GMT", 1),
        ("Expires=Wed, 15 Nov 2023 22:13:20 GMT; Max-Age=172800", 2),
        ("Max-Age=soon", None),
        ("Expires=someday", None),
    ],
)
def test_how_long_it_stays(attributes: str, days: float | None) -> None:
    assert one(f"a=1; {attributes}").days == pytest.approx(days)


def test_several_in_one_line_are_several() -> None:
    assert [found.name for found in of_headers(["a=1\nb=2", "c=3"], FROM, NOW)] == ["a", "b", "c"]


def test_nothing_is_no_cookie() -> None:
    assert of_headers(["", "; Path=/", "="], FROM, NOW) == []


def test_a_cookie_may_have_no_name() -> None:
    assert (one("value").name, one("value").value) == ("", "value")
