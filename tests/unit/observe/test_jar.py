"""Who has set the cookies in a jar, where several have the same name."""

from __future__ import annotations

from typing import Any

from banner.observe.jar import Jar, Moment
from banner.observe.kinds import Initiator, Place
from banner.observe.set_cookie import SetCookie, of_headers

PAGE = "https://www.shop.example/"
SCRIPT = Initiator("script", Place(PAGE, 3, 1))


def cookie(domain: str) -> dict[str, Any]:
    """A cookie as a browser tells it."""
    return {"name": "_id", "value": "1", "domain": domain}


def news(
    *domains: str, offered: tuple[SetCookie, ...] = (), frame: str = PAGE
) -> list[tuple[str, str, bool]]:
    """Domain, way and presence of what is new, where a script of the page has written the cookie, too."""
    writer = {"page": PAGE, "frame": frame, "when": 0.0, "initiator": SCRIPT}
    moment = Moment(PAGE, 1.0, offered, {"_id": writer})
    return [(one.domain, one.how, one.kept) for one in Jar().news(map(cookie, domains), moment)]


def test_a_cookie_that_a_script_has_written_is_on_its_own_host_or_above() -> None:
    assert news("www.shop.example") == [("www.shop.example", "script", True)]
    assert news(".shop.example") == [("shop.example", "script", True)]


def test_a_script_of_a_frame_without_an_address_writes_for_its_page() -> None:
    assert news("www.shop.example", frame="about:srcdoc") == [("www.shop.example", "script", True)]


def test_a_cookie_of_others_with_the_same_name_is_not_the_scripts() -> None:
    (line,) = of_headers(["_id=1; Domain=vendor.example"], "https://px.vendor.example/p", 0.0)
    theirs = ("vendor.example", "header", True)

    assert news(".vendor.example", "www.shop.example", offered=(line,)) == [
        theirs,
        ("www.shop.example", "script", True),
    ]
    assert news(".vendor.example", offered=(line,)) == [theirs, ("www.shop.example", "script", False)]
    assert news("op.example")[0][1] != "script"
