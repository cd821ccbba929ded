"""What denied services keep is erased, and later pages know it by its names; nothing that is needed goes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.core.declaration import Cookie, Declaration, Purpose, Service, Vendor
from banner.core.unwanted import KINDS, READ, Unwanted, unwanted
from tests.unit.shop import DECLARATION

NAMES = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="=;,*"), min_size=1)
COOKIES = st.builds(
    lambda name, star, kind: Cookie(name + star, "1 day", kind),
    NAMES,
    st.sampled_from(("", "*")),
    st.sampled_from(KINDS),
)


def kept(name: str, kind: str = "cookie") -> Cookie:
    """Return something that is kept under *name*."""
    return Cookie(name, "1 day", kind)


def test_what_denied_services_keep_is_known_by_kind() -> None:
    names = [(cookie.name, cookie.kind) for cookie in unwanted(DECLARATION, ("google",)).cookies]

    assert names == [("_px", "cookie"), ("IR_*", "cookie"), ("ir_seen", "local"), ("_px", "cookie")]
    assert unwanted(DECLARATION, ("google",)).kinds() == ("cookie", "local")


def test_a_cookie_that_a_granted_service_shares_is_kept() -> None:
    assert not unwanted(DECLARATION, ("links",)).covers("cookie", "_px")
    assert unwanted(DECLARATION, ()).covers("cookie", "_px")


def test_what_a_required_service_needs_stays_also_where_a_denied_one_has_a_pattern_for_it() -> None:
    declaration = Declaration(
        revision="r1",
        lifetime_days=180,
        purposes=(Purpose("technical", required=True), Purpose("analytics")),
        vendors=(Vendor("us", "Us"),),
        services=(
            Service("login", "Login", "technical", "us", (kept("sess_login"),)),
            Service("stats", "Stats", "analytics", "us", (kept("sess_*"),)),
        ),
    )

    assert unwanted(declaration, ()).covers("cookie", "sess_visits")
    assert not unwanted(declaration, ()).covers("cookie", "sess_login")
    assert not unwanted(declaration, ("stats",)).covers("cookie", "sess_visits")


def test_a_third_partys_cookie_is_not_ours_to_erase() -> None:
    assert not unwanted(DECLARATION, ()).covers("cookie", "NID")


def test_a_name_of_one_kind_of_storage_is_another_one_elsewhere() -> None:
    one = Unwanted((kept("seen", "local"),), (kept("seen", "session"),))

    assert one.covers("local", "seen")
    assert not one.covers("session", "seen")
    assert not one.covers("cookie", "seen")


def test_a_page_finds_cookies_with_their_values_and_nothing_that_only_begins_alike() -> None:
    pattern = re.compile(
        "^" + Unwanted((kept("st.v[1]"), kept("_ga*")), (kept("_gat"),)).patterns(READ)[0] + "(=|$)"
    )

    assert [name for name in ("st.v[1]=7", "_ga=1", "_ga_X=a=b") if not pattern.match(name)] == []
    assert [name for name in ("stxv1=7", "st.v[1]x=7", "_gat=1", "x_ga=1", "") if pattern.match(name)] == []


@given(
    st.lists(COOKIES), st.lists(COOKIES), NAMES, st.sampled_from(KINDS), st.sampled_from(("", "=", "=a=b"))
)
def test_pages_and_python_agree_on_every_name(
    cookies: list[Cookie], needed: list[Cookie], name: str, kind: str, value: str
) -> None:
    one = Unwanted(tuple(cookies), tuple(needed))
    (pattern,) = one.patterns((kind,))

    assert bool(pattern and re.match(f"^{pattern}(=|$)", name + value)) == one.covers(kind, name)


@pytest.mark.parametrize("granted", [(), ("google",)])
def test_where_nothing_is_unwanted_nothing_is_looked_for(granted: tuple[str, ...]) -> None:
    nothing = Declaration("r1", 180, DECLARATION.purposes, DECLARATION.vendors, DECLARATION.services[:1])

    assert not any(unwanted(nothing, granted).patterns(KINDS))
