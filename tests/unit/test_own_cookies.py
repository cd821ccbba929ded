"""The banner's own cookies: under names that nobody can forge, and never in the place of somebody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.core.cookies import pairs
from banner.core.own_cookies import START, OwnCookies, Place
from banner.core.record import encode
from tests.unit.shop import consent

OURS = encode(consent(("google",)))
PLAIN = Place("www.shop.example", "/", secure=False)
SAFE = Place("www.shop.example", "/", secure=True)
SHOP = Place("www.shop.example", "/shop/item", secure=True)
NAMES = ("consent", "consent-banner", "__Host-consent", "__Host-consent-banner", "language")


def names(writes: tuple[str, ...]) -> set[str]:
    """The names that *writes* write."""
    return {write.partition("=")[0] for write in writes}


def test_every_record_begins_as_the_jar_is_searched_for() -> None:
    assert OURS.startswith(START)


def test_on_https_a_name_that_no_sub_domain_can_set_is_used() -> None:
    first, *_ = OwnCookies().keep("", OURS, 9, SAFE)

    assert first == f"__Host-consent={OURS}; Max-Age=9; Path=/; SameSite=Lax; Secure"
    assert OwnCookies().records(f"consent={OURS}", secure=True) == ()


def test_a_shared_domain_takes_a_plain_name_on_https_too() -> None:
    shared = OwnCookies(domain="shop.example")
    first, *_ = shared.keep("", OURS, 9, SAFE)

    assert first == f"consent={OURS}; Max-Age=9; Path=/; SameSite=Lax; Domain=shop.example; Secure"
    assert shared.records(f"consent={OURS}", secure=True) == (OURS,)


@pytest.mark.parametrize("host", ["shop.example", "a.b.shop.example"])
def test_every_host_of_the_domain_shares_it(host: str) -> None:
    first, *_ = OwnCookies(domain="shop.example").keep("", OURS, 9, Place(host, "/", secure=False))

    assert "; Domain=shop.example" in first


@pytest.mark.parametrize("host", ["example", "other.example", "myshop.example", "127.0.0.1"])
def test_a_host_outside_of_the_domain_keeps_its_own(host: str) -> None:
    first, *_ = OwnCookies(domain="shop.example").keep("", OURS, 9, Place(host, "/", secure=False))

    assert "Domain" not in first


def test_others_of_our_name_go_when_a_record_is_written_and_the_new_one_stays() -> None:
    writes = OwnCookies(domain="shop.example").keep(f"consent={OURS}", OURS, 9, PLAIN)
    erasures = [write for write in writes if "Max-Age=0" in write]

    assert len(erasures) == 2
    assert not [write for write in erasures if "; Domain=shop.example" in write]
    assert any("Domain" not in write for write in erasures)


@pytest.mark.parametrize("theirs", ["newsletter", "yes", "", "%7B%22version%22%3A1%7D", "1"])
def test_what_is_not_ours_is_neither_read_nor_replaced_nor_erased(theirs: str) -> None:
    jar = f"a=1; consent={theirs}; b=2"
    own = OwnCookies()

    assert own.records(jar, secure=False) == ()
    assert own.taken(jar, secure=False) == "consent"
    assert names(own.keep(jar, OURS, 9, PLAIN)) == {"consent-banner"}
    assert own.erase(f"{jar}; consent-banner={OURS}", PLAIN) == own.erase(f"consent-banner={OURS}", PLAIN)
    assert names(own.erase(f"{jar}; consent-banner={OURS}", PLAIN)) == {"consent-banner"}


def test_a_record_beside_what_is_not_ours_is_found() -> None:
    assert OwnCookies().records(f"consent=x; consent-banner={OURS}", secure=False) == (OURS,)


def test_records_come_in_the_order_of_the_jar() -> None:
    jar = f"consent-banner={OURS}x; consent={OURS}"

    assert OwnCookies().records(jar, secure=False) == (OURS + "x", OURS)


def test_the_owner_can_choose_the_name() -> None:
    own = OwnCookies(consent="shop-consent")

    assert own.records(f"consent={OURS}; shop-consent={OURS}1", secure=False) == (OURS + "1",)
    assert names(own.keep(f"consent={OURS}", OURS, 9, SAFE)) == {"__Host-shop-consent"}


@pytest.mark.parametrize(
    ("header", "sent"),
    [
        ("", ()),
        ("consent=newsletter; consents=1", ()),
        (f"a=1; consent={OURS}", (("consent", OURS),)),
        (f"consent={OURS}; __Host-consent={OURS}1", (("__Host-consent", OURS + "1"), ("consent", OURS))),
        (f"consent=x; consent-banner={OURS}", (("consent-banner", OURS),)),
        (
            f"consent={OURS}; consent-banner-docs={OURS}2",
            (("consent", OURS), ("consent-banner-docs", OURS + "2")),
        ),
    ],
)
def test_a_server_finds_each_cookie_under_the_name_that_it_was_set_with(
    header: str, sent: tuple[tuple[str, str], ...]
) -> None:
    assert OwnCookies().sent(header) == sent


class TestOtherBuilds:
    """Another build on this origin has the cookie that bears the plain name."""

    OWN = OwnCookies(spare="-banner-docs", others=True)
    JAR = f"consent={OURS}1; consent-banner-docs={OURS}2"

    def test_its_record_is_not_read(self) -> None:
        assert self.OWN.records(self.JAR, secure=False) == (OURS + "2",)
        assert not self.OWN.is_plain("", secure=False)

    def test_it_is_neither_replaced_nor_erased(self) -> None:
        assert names(self.OWN.keep(self.JAR, OURS, 9, PLAIN)) == {"consent-banner-docs"}
        assert names(self.OWN.keep("", OURS, 9, SAFE)) == {"__Host-consent-banner-docs"}
        assert names(self.OWN.erase(self.JAR, PLAIN)) == {"consent-banner-docs"}

    def test_where_there_is_none_the_plain_name_is_ours(self) -> None:
        assert OwnCookies(spare="-banner-docs").is_plain(self.JAR, secure=False)
        assert not OwnCookies().is_plain("consent=newsletter", secure=False)


class TestPath:
    """The pages below one path share a consent."""

    def test_it_is_kept_and_erased_there(self) -> None:
        first, *others = OwnCookies(path="/shop/").keep(f"consent={OURS}", OURS, 9, SHOP)

        assert first == f"consent={OURS}; Max-Age=9; Path=/shop/; SameSite=Lax; Secure"
        there = [text for text in others if "Path=/shop/;" in text and "Domain" not in text]
        assert [text.endswith("; Secure; Partitioned") for text in there] == [True]

    def test_its_name_has_no_prefix_that_asks_for_the_whole_host(self) -> None:
        assert OwnCookies(path="/shop/").consent_names(secure=True) == ("consent", "consent-banner")
        assert OwnCookies().consent_names(secure=True)[0] == "__Host-consent"


jars = st.lists(
    st.tuples(st.sampled_from(NAMES), st.one_of(st.just(OURS), st.just(START), st.text('ab%{"', max_size=4)))
)


@given(jars, st.booleans())
def test_no_jar_makes_us_touch_a_name_under_which_others_keep_something(
    jar: list[tuple[str, str]], secure: bool
) -> None:
    text = "; ".join(f"{name}={value}" for name, value in jar)
    place = Place("www.shop.example", "/", secure)
    own = OwnCookies()
    others = {name for name, value in pairs(text) if not value.startswith(START)}
    spare = own.consent_names(secure)[1]

    assert names(own.erase(text, place)) & others == set()
    assert names(own.keep(text, OURS, 9, place)) & others <= {spare}
