"""A wrong declaration: every error is told at once, with its place, the value and the remedy."""

from collections.abc import Callable
from pathlib import Path

import pytest

from banner import config
from tests.build.conftest import GOOD, changed

Errors = Callable[[str], list[str]]

COUNT = '"count_*", duration = "30 days"'
POLICY = 'policy = "privacy.html"'
PIXEL = 'pixel_id = "1234567890"'


@pytest.mark.parametrize(
    ("old", "new", "told", "remedy"),
    [
        # Keys.
        ("lifetime_days = 90", "lifetime_day = 90", "lifetime_day = 90", "did you mean lifetime_days?"),
        ("required = true", "requird = true", "purposes[0].requird = true", "did you mean required?"),
        (
            PIXEL,
            PIXEL + "\ncolour = 1",
            "services[0].colour = 1",
            "known are container, id, name, pixel_id, purpose, text, use",
        ),
        ("module = true", "modul = true", "services[2].scripts[0].modul = true", "did you mean module?"),
        (POLICY, 'polcy = "p"', 'vendors[0].polcy = "p"', "did you mean policy?"),
        (
            "required = true",
            "required = true\nadvertising = true",
            "purposes[0].required",
            "advertising is asked",
        ),
        (
            'id = "marketing"',
            'id = "marketing"\nrequired = true',
            "purposes[3].required",
            "advertising is asked",
        ),
        # Types: nothing is taken for something else.
        ("lifetime_days = 90", 'lifetime_days = "90"', 'lifetime_days = "90"', "a whole number"),
        ("lifetime_days = 90", "lifetime_days = 90.0", "lifetime_days = 90.0", "a whole number"),
        ("lifetime_days = 90", "lifetime_days = true", "lifetime_days = true", "a whole number"),
        ("required = true", "required = 1", "purposes[0].required = 1", "true or false"),
        ("required = true", 'required = "yes"', 'purposes[0].required = "yes"', "true or false"),
        ('language = "en"', "language = 2026-11-23", 'language = "2026-11-23"', "a text"),
        ('position = "top"', 'updated = "2026-11-24"', 'updated = "2026-11-24"', "a day, without quotes"),
        ('position = "top"', "updated = 2026-11-24T10:00:00Z", 'updated = "2026-11-24 10:00:00', "a day"),
        (PIXEL, "pixel_id = 1234567890", "services[0].pixel_id = 1234567890", "a text"),
        ('["count.example"]', '"count.example"', 'services[2].hosts = "count.example"', "a list"),
        ('["count.example"]', "[7]", "services[2].hosts[0] = 7", "a text"),
        (
            'scripts = [{ src = "count.js"',
            'scripts = ["count.js", { src = "count.js"',
            "services[2].scripts[0]",
            "table",
        ),
        ('{ code = "stop();" }', '"stop();"', 'services[2].withdraw = "stop();"', "a table"),
        # Values.
        ("lifetime_days = 90", "lifetime_days = 0", "lifetime_days = 0", "from 1 to 400"),
        ("lifetime_days = 90", "lifetime_days = 401", "lifetime_days = 401", "longer than 400 days"),
        ('position = "top"', 'position = "botom"', 'position = "botom"', "did you mean bottom?"),
        ('position = "top"', 'layout = "boxx"', 'layout = "boxx"', "did you mean box?"),
        (
            'position = "top"',
            'layout = "bar"\nposition = "top-left"',
            'position = "top-left"',
            'stands across the whole window; write "top"',
        ),
        ('position = "top"', 'reopen = "botom-left"', 'reopen = "botom-left"', "did you mean bottom-left?"),
        ('position = "top"', 'start = "later"', 'start = "later"', "known are idle, interaction"),
        ('position = "top"', 'runtime = "cpython"', 'runtime = "cpython"', "did you mean micropython?"),
        ('position = "top"', 'pages = "nowhere"', 'pages = "nowhere"', "name of a folder"),
        ('language = "en"', 'language = "xx"', 'language = "xx"', "known are"),
        (
            'position = "top"',
            'global = "my consent"',
            'global = "my consent"',
            "a name that JavaScript takes",
        ),
        (
            "[links]",
            '[cookies]\nconsent = "a b"\n[links]',
            'cookies.consent = "a b"',
            "letters, digits, _ and -",
        ),
        ("[links]", '[cookies]\nconsent = "__Host-c"\n[links]', "cookies.consent", "leave the prefix out"),
        ("[links]", '[cookies]\nconsent = "language"\n[links]', "cookies.language", "give each its own"),
        ("[links]", '[cookies]\ndomain = "https://a.b"\n[links]', "cookies.domain", "such as shop.example"),
        ("[links]", '[cookies]\ndomain = "co.uk"\n[links]', "cookies.domain", "such as shop.co.uk"),
        ("[links]", '[cookies]\ndomain = "github.io"\n[links]', "cookies.domain", "such as shop.github.io"),
        ("[links]", '[cookies]\ndomain = "any.ck"\n[links]', "cookies.domain", "such as shop.any.ck"),
        ("[links]", '[cookies]\ndomain = "xn--55qx5d.cn"\n[links]', "cookies.domain", "leave this out"),
        ("[links]", '[cookies]\ndomain = "公司.cn"\n[links]', "cookies.domain", "below xn--55qx5d.cn"),
        ("[links]", '[cookies]\ndomain = "Straße.de"\n[links]', "cookies.domain", "xn--strae-oqa.de"),
        ("[links]", '[cookies]\ndomain = "Shop.example"\n[links]', "cookies.domain", "do: shop.example"),
        ("[links]", '[cookies]\ndomian = "a.b"\n[links]', "cookies.domian", "did you mean domain?"),
        ('name = "Counter"', 'name = " "', 'services[2].name = " "', "write something"),
        # Ids.
        (
            'id = "count"',
            'id = "Count"',
            'services[2].id = "Count"',
            "lower-case letters, digits and hyphens",
        ),
        ('id = "count"', 'id = ""', 'services[2].id = ""', "lower-case letters"),
        ('id = "count"', 'id = "seats"', 'services[3].id = "seats"', "ids are unique"),
        ('id = "nobody"', 'id = "shop"', 'vendors[1].id = "shop"', "ids are unique"),
        ('id = "tickets"', 'id = "analytics"', 'purposes[2].id = "analytics"', "ids are unique"),
        (
            'use = "google"\nads_id = "AW-1234567"',
            f'use = "facebook-pixel"\n{PIXEL}',
            "services[1].use",
            "already",
        ),
        ('id = "count"', 'id = "impact"', 'services[2].id = "impact"', 'write use = "impact"'),
        (
            'purpose = "tickets"',
            'purpose = "ticket"',
            'services[3].purpose = "ticket"',
            "did you mean tickets?",
        ),
        (
            'analytics"\nvendor = "shop"',
            'analytics"\nvendor = "shp"',
            'services[2].vendor = "shp"',
            "mean shop?",
        ),
        ('"_count.push"', '"count()"', 'services[2].calls[1] = "count()"', 'such as "fbq" or "_paq.push"'),
        ('"_count.push"', '"a.b.c"', 'services[2].calls[1] = "a.b.c"', "as pages call it"),
        ('"_count.push"', '"window.count"', 'services[2].calls[1] = "window.count"', "as pages call it"),
        ('"_count.push"', '"consent.accept"', 'services[2].calls[1] = "consent.accept"', "as pages call it"),
        ('"_count.push"', '"zähler"', 'services[2].calls[1] = "zähler"', "as pages call it"),
        ('"_count.push"', "7", "services[2].calls[1] = 7", "write a text"),
        (
            'text = "Keeps your basket."',
            'text = "K."\ncalls = ["b"]',
            "services[4].calls",
            "waits for nobody",
        ),
        ('use = "google"', 'use = "gogle"', 'services[1].use = "gogle"', "did you mean google?"),
        # Settings of known services.
        (PIXEL, "", "services[0].pixel_id", "is missing; write the number of the pixel"),
        (PIXEL, 'pixel_id = "12-34"', 'services[0].pixel_id = "12-34"', "write the number of the pixel"),
        (PIXEL, 'pixel_id = "١٢٣٤٥٦٧"', 'services[0].pixel_id = "١٢٣٤٥٦٧"', "write the number of the pixel"),
        ('"AW-1234567"', '"AW-1234567;alert(1)"', "services[1].ads_id", "conversion id"),
        ('ads_id = "AW-1234567"', "", "services[1].analytics_id", "at least one of analytics_id, ads_id"),
        # Cookies.
        (
            COUNT,
            '"count_*", duration = "30 day"',
            'services[2].cookies[0].duration = "30 day"',
            "a number and",
        ),
        (
            COUNT,
            '"count_*", duration = "0 days"',
            'services[2].cookies[0].duration = "0 days"',
            "a number and",
        ),
        (COUNT, '"count_*"', "services[2].cookies[0].duration", "is missing"),
        (COUNT, '"*", duration = "30 days"', 'services[2].cookies[0].name = "*"', "every cookie of the site"),
        (COUNT, '"c*t", duration = "30 days"', 'services[2].cookies[0].name = "c*t"', "at its end only"),
        (COUNT, '"c t", duration = "30 days"', 'services[2].cookies[0].name = "c t"', "without spaces"),
        (COUNT, '"consent", duration = "30 days"', 'services[2].cookies[0].name = "consent"', "banner keeps"),
        (COUNT, '"con*", duration = "30 days"', 'services[2].cookies[0].name = "con*"', "covers consent"),
        (COUNT, '"consent-*", duration = "1 day"', "services[2].cookies[0].name", "covers consent-pending"),
        (COUNT, '"lang*", duration = "30 days"', 'services[2].cookies[0].name = "lang*"', "covers language"),
        (
            COUNT,
            '"bas*", duration = "30 days"',
            "services[2].cookies[0].name",
            "basket, which a required service",
        ),
        (
            '"seen", duration',
            '"consent.*", duration',
            "services[2].cookies[1].name",
            "covers consent.pending",
        ),
        ('kind = "local"', 'kind = "disk"', 'services[2].cookies[1].kind = "disk"', "known are"),
        # Addresses.
        ('"cookies.html"', '"javascript:alert(1)"', "links.cookie-policy", "https://"),
        ('"cookies.html"', r'"java\tscript:alert(1)"', "links.cookie-policy", "https://"),
        ('"cookies.html"', r'"\u0001javascript:alert(1)"', "links.cookie-policy", "https://"),
        ('"cookies.html"', '" javascript:alert(1)"', "links.cookie-policy", "https://"),
        ('"cookies.html"', '""', "links.cookie-policy", "https://"),
        ('"count.js"', '"data:text/javascript,1"', "services[2].scripts[0].src", "relative to the site"),
        (POLICY, 'policy = "ftp://shop.example"', "vendors[0].policy", "https://"),
        ('cookie-policy = "cookies.html"', "", "links.cookie-policy", "is missing"),
        # Services and purposes together.
        (
            'src = "count.js", module = true',
            "module = true",
            "services[2].scripts[0].src",
            "write one of src",
        ),
        (
            'src = "count.js",',
            'src = "count.js", code = "1",',
            "services[2].scripts[0].src",
            "write one of src",
        ),
        ("gates = true", "", "services[3].scripts", "gates = true"),
        ('purpose = "tickets"', 'purpose = "analytics"', 'purposes[2].id = "tickets"', "leave it out"),
        ('name = "Tickets"\n', "", "purposes[2].name", "of your own needs a name"),
        ('text = "Counts."', "", "services[2].text", "say in a sentence"),
        (
            'ads_id = "AW-1234567"',
            'ads_id = "AW-1234567"\npurpose = "technical"',
            'services[1].purpose = "technical"',
            "needs consent",
        ),
        (
            "gates = true",
            'gates = true\nscripts = [{ src = "a.js", typ = 1 }]',
            "services[3].scripts[0].typ",
            "no such",
        ),
        (
            "60 minutes",
            '1 hour" }, { name = "b", duration = "x',
            'services[4].cookies[1].duration = "x"',
            "number",
        ),
        ('Basket"', 'Basket"\nscripts = [{ src = "a.js" }]', "services[4].scripts", "has no scripts"),
        # Words.
        ('"banner.title"', '"banner.titel"', 'texts.en."banner.titel"', "did you mean banner.title?"),
        (
            '"A word about cookies"',
            '"Cookies of {site}"',
            'texts.en."banner.title"',
            "nothing is filled in here",
        ),
        (
            '"banner.title"',
            '"consent.denied" = "On {day}"\n"banner.title"',
            'texts.en."consent.denied"',
            "{when}",
        ),
        (
            '"banner.title"',
            '"consent.denied" = "On {when:d}"\n"banner.title"',
            'texts.en."consent.denied"',
            "{when}",
        ),
        ('"A word about cookies"', '"Cookies {"', 'texts.en."banner.title"', "nothing is filled in here"),
        ('text = "Counts."', 'text = " "', 'services[2].text = " "', "write something"),
        ('text = "Counts."', 'text = "Counts {you}."', "services[2].text", "nothing is filled in here"),
        ('name = "Tickets"', 'name = "{}"', 'purposes[2].name = "{}"', "nothing is filled in here"),
        ("[texts.en]", "[texts.xx]", "texts.xx", "no such language"),
        ('language = "en"', 'language = "EN"', "language", "en"),
        ('language = "en"', 'language = "en_GB"', "language", "en"),
        ('language = "en"', 'languages = ["eng"]', "languages[0]", "no such language"),
    ],
)
def test_an_error_is_told_with_its_place_and_the_remedy(
    errors: Errors, old: str, new: str, told: str, remedy: str
) -> None:
    lines = [line for line in errors(changed((old, new))) if line.startswith(told)]

    assert len(lines) == 1
    assert remedy in lines[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lifetime_days = 90", "lifetime_days = 0"),
        ('use = "google"', 'use = "gogle"'),
        ('id = "count"', 'id = "Count"'),
        ('text = "Counts."', 'text = "Counts {you}."'),
        ('name = "Tickets"', "name = 7"),
        (PIXEL, ""),
        ('[[purposes]]\nid = "technical"', '[[purposes]]\nid = "technical"\nx = 1'),
    ],
)
def test_one_mistake_is_one_error(errors: Errors, old: str, new: str) -> None:
    assert len(errors(changed((old, new)))) == 1


def test_two_ids_that_are_missing_are_not_the_same_id(errors: Errors) -> None:
    lines = errors(changed(('id = "count"', ""), ('id = "seats"', "")))

    assert [line.split(":")[0] for line in lines] == ["services[2].id", "services[3].id"]


def test_a_misspelt_key_is_named_with_the_right_one(errors: Errors) -> None:
    lines = errors(changed(("lifetime_days = 90", "lifetime_dasy = 90")))

    assert lines == ["lifetime_dasy = 90: there is no such key; did you mean lifetime_days?"]


def test_all_errors_are_told_at_once(errors: Errors) -> None:
    lines = errors(
        changed(
            ("lifetime_days = 90", "lifetime_days = 4000"),
            ('position = "top"', "position = 1"),
            ('"cookies.html"', '"javascript:1"'),
            ('name = "Tickets"', ""),
            (PIXEL, 'pixel_id = "x"'),
            (COUNT, '"c*t", duration = "long"'),
            ("gates = true", "gats = true"),
            ('"banner.title"', '"title"'),
        )
    )

    told = [line.split(" = ")[0].split(": ")[0] for line in lines]
    assert sorted(told) == [
        "lifetime_days",
        "links.cookie-policy",
        "position",
        "purposes[2].name",
        "services[0].pixel_id",
        "services[2].cookies[0].duration",
        "services[2].cookies[0].name",
        "services[3].gats",
        "texts.en.title",
    ]


@pytest.mark.parametrize("key", ["links", "texts", "vendors", "purposes", "services"])
def test_a_top_key_of_the_wrong_type_hides_no_other_error(errors: Errors, key: str) -> None:
    blocks = [block for block in GOOD.split("\n\n") if not block.strip("\n[").startswith(key)]
    lines = errors("\n\n".join([f"{key} = 7\nlifetime_day = 90", *blocks]))

    assert any(line.startswith(f"{key} = 7: write a ") for line in lines)
    assert any(line.startswith("lifetime_day = 90") for line in lines)


@pytest.mark.parametrize("key", ["links", "purposes", "services"])
def test_what_every_site_must_declare_is_missed(errors: Errors, key: str) -> None:
    blocks = [block for block in GOOD.split("\n\n") if not block.strip("\n[").startswith(key)]

    assert any(line.startswith(key) and "is missing" in line for line in errors("\n\n".join(blocks)))


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match="cannot be read"):
        config.read(tmp_path / "none.toml")


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "consent.toml").write_bytes(b"\xff\xfe")

    with pytest.raises(config.ConfigError, match="cannot be read"):
        config.read(tmp_path / "consent.toml")


SERVICE = (
    '[[services]]\nid = "{}"\nname = "S"\ntext = "S"\npurpose = "tickets"\nvendor = "shop"\ngates = true\n'
)


def test_a_consent_that_fits_no_cookie_is_an_error(errors: Errors) -> None:
    many = "".join(SERVICE.format(f"a-service-with-a-long-name-{number}") for number in range(100))
    lines = errors(changed(("[texts.en]", many + "[texts.en]")))

    assert len(lines) == 1
    assert lines[0].startswith("services: the record of 104 services takes ")
    assert "a cookie holds 4,096; give them shorter ids" in lines[0]


def test_many_services_with_short_ids_fit_a_cookie(read: Callable[[str], config.SiteConfig]) -> None:
    many = "".join(SERVICE.format(f"s{number}") for number in range(100))

    assert len(read(changed(("[texts.en]", many + "[texts.en]"))).declaration.optional()) == 104


def test_a_consent_that_fits_a_cookie_only_without_its_attributes_is_an_error(errors: Errors) -> None:
    many = "".join(SERVICE.format(f"service-{number}") for number in range(100, 283))
    lines = errors(changed(("[texts.en]", many + "[texts.en]")))

    assert len(lines) == 1
    assert "a cookie holds 4,096; give them shorter ids" in lines[0]
