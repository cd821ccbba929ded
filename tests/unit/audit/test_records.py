"""What the consent cookie has to say, and how it has to be kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from banner.audit.records import Jar, wrong
from banner.core.consent import Consent
from banner.core.declaration import SECONDS_A_DAY
from banner.core.record import encode
from tests.unit.audit.sites import TOML, site

NOW = 1_795_000_000
_DENIED = ("google", "facebook-pixel", "youtube", "chat")


def jar(folder: Path, text: str = TOML, **changed: Any) -> tuple[Jar, ...]:
    """Return the jar after a decision that denies all but what is exempt."""
    consent = Consent(
        id="17954589651230000",
        at=NOW * 1000,
        action="dismiss",
        source="banner",
        revision=site(folder, text).declaration.revision,
        granted=(),
        denied=_DENIED,
        exempt=("visits",),
    )
    ours = {key: value for key, value in changed.items() if key in vars(consent)}
    rest = {key: value for key, value in changed.items() if key not in ours}
    cookie = Jar(
        name="consent",
        value=encode(replace(consent, **ours)),
        domain="www.shop.example",
        path="/",
        expires=NOW + 180 * SECONDS_A_DAY,
        secure=False,
        http_only=False,
        same_site="Lax",
    )
    others = Jar("basket", "1", "www.shop.example", "/", -1, False, False, "")  # noqa: FBT003 - a cookie's
    return others, replace(cookie, **rest)


def test_a_right_record_is_right(tmp_path: Path) -> None:
    assert list(wrong(site(tmp_path), ("visits",), jar(tmp_path), NOW, secure=False)) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": "other"}, "no cookie consent holds a record"),
        ({"value": "x"}, "no cookie consent holds a record"),
        ({"revision": "0123456789ab"}, "revision 0123456789ab, this declaration has"),
        ({"exempt": (), "denied": (*_DENIED, "visits")}, "granted nothing, decided: visits"),
        ({"denied": ("google",)}, "it speaks of visits, google, which is not what is asked"),
        ({"expires": NOW + 10 * SECONDS_A_DAY}, "cookie consent lives 10 days, lifetime_days = 180"),
        ({"expires": -1}, "lives -"),
        ({"path": "/shop/"}, "cookie consent has the path /shop/, declared: /"),
        ({"same_site": "None"}, "cookie consent has SameSite=None, not Lax"),
        ({"http_only": True}, "cookie consent is HttpOnly"),
    ],
)
def test_what_is_wrong_is_told(changed: dict[str, Any], words: str, tmp_path: Path) -> None:
    found = list(wrong(site(tmp_path), ("visits",), jar(tmp_path, **changed), NOW, secure=False))

    assert any(words in one for one in found), found


def test_on_https_the_record_has_another_name_and_is_secure(tmp_path: Path) -> None:
    one = site(tmp_path)

    assert (
        list(wrong(one, ("visits",), jar(tmp_path, name="__Host-consent", secure=True), NOW, secure=True))
        == []
    )
    assert list(wrong(one, ("visits",), jar(tmp_path, name="__Host-consent"), NOW, secure=True)) == [
        "cookie __Host-consent is not Secure on https"
    ]


def test_a_declared_domain_is_that_of_the_cookie(tmp_path: Path) -> None:
    text = 'cookies = { domain = "shop.example" }\n' + TOML
    one = site(tmp_path, text)
    there = jar(tmp_path, text, domain=".shop.example")

    assert list(wrong(one, ("visits",), there, NOW, secure=False)) == []
    assert list(wrong(one, ("visits",), jar(tmp_path, text), NOW, secure=False)) == [
        "cookie consent is on www.shop.example, declared: shop.example"
    ]
