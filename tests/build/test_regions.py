"""The rules per region of a declaration: read strictly, looked up for a code, and advised against by laws."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from banner import config
from banner.config.countries import CONSENT_LAWS, COUNTRIES, EEA
from banner.config.regions import Region, Rules
from tests.build.conftest import GOOD
from tests.build.test_advice import told

Read = Callable[[str], config.SiteConfig]
Errors = Callable[[str], list[str]]

CODES = 'codes = ["US", "CA"]'
MODE = 'mode = "opt-out"'
OPT_OUT = f"\n[[regions]]\n{CODES}\n{MODE}\n"
NOTICE = '\n[[regions]]\ncodes = ["GB"]\nmode = "notice"\non = ["analytics", "seats"]\n'
ASKED = '\n[[regions]]\ncodes = ["US-TX"]\nmode = "asked"\n'
REGIONS = GOOD + OPT_OUT + NOTICE + ASKED


def test_regions_are_read_in_declared_order(read: Read) -> None:
    assert read(REGIONS).regions == (
        Region(("US", "CA"), Rules("opt-out")),
        Region(("GB",), Rules("notice", ("count", "seats"))),
        Region(("US-TX",), Rules("asked")),
    )
    assert read(GOOD).regions == ()


def test_they_are_no_other_question(read: Read) -> None:
    assert read(REGIONS).declaration.revision == read(GOOD).declaration.revision


# What a page or a server may tell, and the mode that holds there.
LOOKED_UP = [
    ("US", "opt-out"),
    ("us", "opt-out"),
    (" US-ca ", "opt-out"),
    ("US-CA", "opt-out"),
    ("CA-QC", "opt-out"),
    ("US-TX", "asked"),
    ("us-tx", "asked"),
    ("GB-ENG", "notice"),
    ("DE", "asked"),
    ("", "asked"),
    ("T1", "asked"),
    ("XX", "asked"),
    ("USA", "asked"),
    ("US-", "asked"),
    ("US-CALIFORNIA", "asked"),
    ("US CA", "asked"),
    ("US_CA", "asked"),
    ("US-CA-1", "asked"),
    ("ＵＳ", "asked"),
    ("US\n", "opt-out"),
    ("%{GEO}", "asked"),
    ("constructor", "asked"),
    ("__proto__", "asked"),
]


@pytest.mark.law("E1")
@pytest.mark.parametrize(("code", "mode"), LOOKED_UP)
def test_the_closest_region_holds_and_everything_is_asked_elsewhere(read: Read, code: str, mode: str) -> None:
    site = read(REGIONS).in_region(code)

    assert site.declaration.mode == mode
    assert site.declaration.noticed == (("count", "seats") if mode == "notice" else ())


@pytest.mark.parametrize(
    ("old", "new", "place", "remedy"),
    [
        (CODES, 'codes = ["us"]', 'regions[0].codes[0] = "us"', 'write "US"'),
        (CODES, 'codes = ["UK"]', 'regions[0].codes[0] = "UK"', 'write "GB"'),
        (CODES, 'codes = ["uk-sct"]', 'regions[0].codes[0] = "uk-sct"', 'write "GB-SCT"'),
        (CODES, 'codes = ["US", "EU"]', 'regions[0].codes[1] = "EU"', "no such country"),
        (CODES, 'codes = ["California"]', "regions[0].codes[0]", "no such country"),
        (CODES, 'codes = ["US-California"]', "regions[0].codes[0]", "no such region"),
        (CODES, 'codes = ["US-"]', 'regions[0].codes[0] = "US-"', "no such region"),
        (CODES, 'codes = [""]', 'regions[0].codes[0] = ""', "no such country"),
        (CODES, 'codes = ["US", "US"]', 'regions[0].codes[1] = "US"', "stands twice"),
        (CODES, 'codes = ["GB"]', 'regions[1].codes[0] = "GB"', "stands twice"),
        (CODES, 'codes = "US"', 'regions[0].codes = "US"', 'write a list: ["US"]'),
        (CODES, "codes = [1]", "regions[0].codes[0] = 1", "write a text"),
        (CODES, "codes = []", "regions[0].codes", "is missing"),
        (CODES, "", "regions[0].codes", "is missing"),
        (MODE, 'mode = "optout"', 'regions[0].mode = "optout"', "did you mean opt-out?"),
        (MODE, "", "regions[0].mode", "is missing"),
        (MODE, MODE + '\non = ["count"]', "regions[0].on", 'only a region with mode = "notice"'),
        ('on = ["analytics", "seats"]', "", "regions[1].on", "is missing"),
        ('"analytics", "seats"', '"statistics"', 'regions[1].on[0] = "statistics"', "known are analytics"),
        ('"analytics", "seats"', '"seat"', 'regions[1].on[0] = "seat"', "did you mean seats?"),
        ('"analytics", "seats"', '"technical"', 'regions[1].on[0] = "technical"', "always on"),
        ('"analytics", "seats"', '"basket"', 'regions[1].on[0] = "basket"', "always on"),
        ("[[regions]]\n" + CODES, "[regions]\n" + CODES, "regions", "[[regions]]"),
        (CODES, CODES + '\ncode = "US"', 'regions[0].code = "US"', "did you mean codes?"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_what_to_write(
    errors: Errors, old: str, new: str, place: str, remedy: str
) -> None:
    text = REGIONS if not old.startswith("[[regions]]") else GOOD + OPT_OUT
    assert old in text
    found = errors(text.replace(old, new, 1))

    assert any(place in line and remedy in line for line in found), found


def test_the_countries_are_those_of_iso_3166() -> None:
    assert len(COUNTRIES) == 249
    assert EEA <= COUNTRIES
    assert set(CONSENT_LAWS) <= COUNTRIES


@pytest.mark.law("E5")
@pytest.mark.parametrize("code", ["DE", "FR-IDF", "NO", "RE", "GB", "CH", "BR", "TR"])
def test_a_country_that_wants_consent_is_told_with_its_law(read: Read, code: str) -> None:
    lines = told(read(GOOD + OPT_OUT.replace('"CA"', f'"{code}"')))

    (line,) = [line for line in lines if f'regions[0].codes[1] = "{code}"' in line]
    assert "needs consent" in line
    assert CONSENT_LAWS[code[:2]] in line


@pytest.mark.law("E5")
def test_notice_is_told_where_only_what_stays_with_the_site_may_have_it(read: Read) -> None:
    (seats,) = [line for line in told(read(GOOD + NOTICE)) if "regions" in line]
    assert "passed on to nobody" in seats
    assert "seats" in seats
    assert [line for line in told(read(GOOD + NOTICE.replace(', "seats"', ""))) if "regions" in line] == []
    (germany,) = [line for line in told(read(GOOD + NOTICE.replace("GB", "DE"))) if "regions" in line]
    assert "2002/58" in germany


def test_twelve_months_of_peace_after_an_opt_out_are_told_in_california(read: Read) -> None:
    short = GOOD + OPT_OUT
    long = short.replace("lifetime_days = 90", "lifetime_days = 366")

    (line,) = [line for line in told(read(short)) if "regions" in line]
    assert 'regions[0].codes[0] = "US"' in line
    assert "1798.135(c)(4)" in line
    assert [line for line in told(read(long)) if "regions" in line] == []


def test_where_everything_is_asked_there_is_nothing_to_tell(read: Read) -> None:
    asked = GOOD + ASKED.replace("US-TX", "DE")

    assert [line for line in told(read(asked)) if "regions" in line] == []
