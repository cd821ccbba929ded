"""The record in the cookie: readable by any server, read back exactly or not at all."""

import json
import urllib.parse

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from banner.core.consent import ACTIONS, Consent
from banner.core.record import MOST_BYTES, decode, encode, quote, unquote
from tests.unit.shop import consent

ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12)


@st.composite
def consents(draw: st.DrawFn) -> Consent:
    """Any consent that there can be."""
    services = draw(st.lists(ids, unique=True, max_size=12))
    cut = draw(st.integers(0, len(services)))
    return Consent(
        id=draw(ids),
        at=draw(st.integers(0, 253_402_300_799_999)),
        action=draw(st.sampled_from(ACTIONS)),
        source=draw(ids),
        revision=draw(ids),
        granted=tuple(services[:cut]),
        denied=tuple(services[cut:]),
    )


@given(consents())
def test_a_record_is_read_back_exactly(drawn: Consent) -> None:
    assert decode(encode(drawn)) == drawn


@given(consents())
def test_any_server_can_read_a_record_with_its_own_libraries(drawn: Consent) -> None:
    plain = json.loads(urllib.parse.unquote(encode(drawn)))

    assert plain["granted"] == list(drawn.granted)
    assert plain["denied"] == list(drawn.denied)


@given(consents())
def test_a_record_holds_only_what_a_cookie_value_may_hold(drawn: Consent) -> None:
    assert not set(encode(drawn)) & set(' ",;\\\t')


@given(st.text())
@example("%")
@example("%E0%A4%A")
@example("[" * 100_000)
@example("%5B" * 1_300)
@example("9" * 4_096)
@example('{"v":1e999}')
def test_no_text_makes_decoding_fail(text: str) -> None:
    assert decode(text) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.sampled_from(["v", "id", "at", "action", "granted", "denied"]), json_values))
def test_no_json_makes_decoding_fail(plain: dict[str, object]) -> None:
    assert decode(quote(json.dumps(plain))) is None


@given(consents(), st.data())
def test_one_wrong_letter_never_turns_a_denial_into_a_grant(drawn: Consent, data: st.DataObject) -> None:
    text = encode(drawn)
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(codec="ascii"))
    read = decode(text[:place] + letter + text[place + 1 :])

    assert read is None or not set(read.granted) & set(drawn.denied)


WHOLE = {
    "v": 1,
    "id": "c0",
    "at": "2026-11-23T18:36:40.000Z",
    "action": "deny-all",
    "source": "banner",
    "revision": "r1",
    "granted": [],
    "denied": ["google"],
}


def written(plain: dict[str, object]) -> str:
    """*plain* as the value of a cookie, without spaces."""
    return quote(json.dumps(plain, separators=(",", ":")))


def test_the_whole_record_of_these_tests_can_be_read() -> None:
    assert decode(written(WHOLE)) is not None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("v", 2),
        ("v", True),
        ("v", "1"),
        ("id", ""),
        ("id", 7),
        ("at", "yesterday"),
        ("at", 1_795_459_000_000),
        ("action", "guess"),
        ("action", ["deny-all"]),
        ("source", "the Banner"),
        ("revision", None),
        ("granted", "google"),
        ("granted", [1]),
        ("granted", ["Google"]),
        ("denied", {"google": True}),
        ("granted", ["google"]),
        ("more", "than asked"),
    ],
)
def test_a_record_with_one_wrong_part_is_none(key: str, value: object) -> None:
    assert decode(written({**WHOLE, key: value})) is None


@pytest.mark.parametrize("key", list(WHOLE))
def test_a_record_with_one_part_missing_is_none(key: str) -> None:
    assert decode(written({k: v for k, v in WHOLE.items() if k != key})) is None


def test_a_text_longer_than_a_cookie_is_none() -> None:
    padded = written(WHOLE) + "%20" * (MOST_BYTES // 3)

    assert decode(padded) is None


@pytest.mark.parametrize(
    "text",
    [
        written(WHOLE) + "%20",
        quote(json.dumps(WHOLE)),
        written(dict(reversed(WHOLE.items()))),
        written(WHOLE).replace("%2C", "%2c"),
        written(WHOLE).replace("banner", "%62anner"),
        written(WHOLE).replace("%22", '"'),
        quote('{"v":1,' + json.dumps(WHOLE, separators=(",", ":"))[1:]),
    ],
    ids=[
        "space behind",
        "spaces",
        "another order",
        "small escapes",
        "a needless escape",
        "bare",
        "a key twice",
    ],
)
def test_a_record_that_is_written_in_another_way_is_none(text: str) -> None:
    assert decode(text) is None


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_quoting_is_what_browsers_and_servers_do(text: str) -> None:
    assert quote(text) == urllib.parse.quote(text, safe="-_.!~*'()")
    assert unquote(quote(text)) == text


@pytest.mark.parametrize("text", ["%", "%4", "%GG", "%+1", "é", "\x7f", "%FF", "%ED%A0%80"])
def test_a_broken_escape_is_none(text: str) -> None:
    assert unquote(text) is None


def test_a_record_of_ten_services_is_short() -> None:
    many = tuple(f"service-{number}" for number in range(10))

    assert len(encode(consent(many))) < 600
