"""What a good declaration becomes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from banner import config
from banner.build import prerender
from banner.config import filling, locales
from banner.config.known import Script
from banner.config.site_config import SiteConfig
from banner.core.declaration import Cookie, Purpose, Vendor
from banner.errors import ConfigError
from tests.build.conftest import GOOD, changed

Read = Callable[[str], SiteConfig]
DEMO = Path(__file__).parents[2] / "site/demo/consent.toml"


def test_services_stand_in_declared_order(read: Read) -> None:
    declaration = read(GOOD).declaration

    assert [one.id for one in declaration.services] == [
        "facebook-pixel",
        "google",
        "count",
        "seats",
        "basket",
    ]
    assert [one.id for one in declaration.optional()] == ["facebook-pixel", "google", "count", "seats"]
    assert declaration.purposes == (
        Purpose("technical", required=True),
        Purpose("analytics"),
        Purpose("tickets"),
        Purpose("marketing", advertising=True),
    )


@pytest.mark.parametrize(
    ("old", "new", "sold"),
    [
        ("", "", ("facebook-pixel", "google")),
        ('id = "marketing"', 'id = "marketing"\nadvertising = false', ("facebook-pixel", "google")),
        (
            'text = "We count."',
            'text = "We count."\nadvertising = true',
            ("facebook-pixel", "google", "count"),
        ),
        ('hosts = ["count.example"]', "sale = true", ("facebook-pixel", "google", "count")),
        ('purpose = "analytics"', 'purpose = "marketing"', ("facebook-pixel", "google", "count")),
    ],
)
def test_an_opt_out_denies_what_is_sold_and_what_advertises(
    read: Read, old: str, new: str, sold: tuple[str, ...]
) -> None:
    without = '[[purposes]]\nid = "analytics"\ntext = "We count."\n'
    text = GOOD.replace(old, new, 1)
    if 'purpose = "analytics"' not in text:
        text = text.replace(without, "")

    assert read(text).declaration.sold() == sold


EXEMPT = GOOD.replace('hosts = ["count.example"]', 'exempt = "audience-measurement"')
EXEMPT = EXEMPT.replace('{ name = "seen", duration = "persistent", kind = "local" },', "")


def test_what_is_exempt_names_its_rule_and_is_another_question(read: Read) -> None:
    declaration = read(EXEMPT).declaration

    assert declaration.exempt() == ("count",)
    assert "count" in [one.id for one in declaration.optional()]
    assert (
        declaration.revision
        != read(EXEMPT.replace('exempt = "audience-measurement"', "")).declaration.revision
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"audience-measurement"', '"statistics"', 'services[2].exempt = "statistics"'),
        ('purpose = "analytics"', 'purpose = "technical"', "services[2].exempt"),
        ('exempt = "', 'sale = true\nexempt = "', "services[2].sale = true"),
        ('"30 days" }', '"30 days", domain = "a.example" }', "services[2].cookies[0].domain"),
        ('"30 days" }', '"14 months" }', "services[2].cookies[0].duration"),
        ('"30 days" }', '"persistent" }', "services[2].cookies[0].duration"),
    ],
)
def test_what_a_declaration_shows_to_be_no_such_case_is_refused(
    errors: Callable[[str], list[str]], old: str, new: str, told: str
) -> None:
    assert old in EXEMPT
    found = errors(EXEMPT.replace(old, new, 1))

    assert any(told in one for one in found)


@pytest.mark.parametrize("duration", ["13 months", "1 year", "390 days", "60 minutes", "session"])
def test_what_fits_the_rule_is_taken(read: Read, duration: str) -> None:
    assert read(EXEMPT.replace('"30 days" }', f'"{duration}" }}')).declaration.exempt() == ("count",)


def test_only_vendors_that_are_used_are_declared(read: Read) -> None:
    vendors = read(GOOD).declaration.vendors

    assert [one.id for one in vendors] == ["meta", "google", "shop"]
    assert vendors[2] == Vendor("shop", "The shop", "privacy.html")


def test_a_known_service_brings_its_name_vendor_cookies_and_code(read: Read) -> None:
    site = read(GOOD)
    pixel = site.declaration.services[0]
    code = site.code["facebook-pixel"]

    assert (pixel.name, pixel.vendor, pixel.purpose) == ("Facebook Pixel", "meta", "marketing")
    assert Cookie("_fbp", "90 days") in pixel.cookies
    assert code.settings == {"pixel_id": "1234567890"}
    assert code.scripts[-1].src == "https://connect.facebook.net/en_US/fbevents.js"
    assert "connect.facebook.net" in code.hosts


def test_an_own_service_has_the_owners_code(read: Read) -> None:
    code = read(GOOD).code["count"]

    assert [(script.src, script.code, script.module) for script in code.scripts] == [
        ("count.js", "", True),
        ("", "count();", False),
    ]
    assert code.withdraw == "stop();"
    assert (code.calls, code.command) == (("count", "_count.push"), "consent")


def test_a_required_service_has_no_code(read: Read) -> None:
    assert list(read(GOOD).code) == ["facebook-pixel", "google", "count", "seats"]


def test_a_setting_never_becomes_part_of_a_script(read: Read) -> None:
    site = read(GOOD)

    assert not [
        script for code in site.code.values() for script in code.scripts if "1234567890" in script.code
    ]


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ('ads_id = "AW-1234567"', "https://www.googletagmanager.com/gtag/js?id=AW-1234567"),
        ('analytics_id = "G-ABC123"', "https://www.googletagmanager.com/gtag/js?id=G-ABC123"),
        (
            'ads_id = "AW-1234567"\nanalytics_id = "G-ABC123"',
            "https://www.googletagmanager.com/gtag/js?id=G-ABC123",
        ),
    ],
)
def test_an_address_gets_the_setting_that_is_given(read: Read, settings: str, address: str) -> None:
    site = read(changed(('ads_id = "AW-1234567"', settings)))

    assert site.code["google"].scripts[-1].src == address


def test_a_setting_in_an_address_is_escaped() -> None:
    script = filling.filled(Script("https://x.example/{key}{+rest}"), {"key": "a/b?c", "rest": "?d=1 2"})

    assert script.src == "https://x.example/a%2Fb%3Fc?d=1%202"


def test_the_owners_words_stand_under_message_keys(read: Read) -> None:
    words = read(GOOD).texts["en"]

    assert words["service.count.text"] == "Counts."
    assert words["purpose.analytics.text"] == "We count."
    assert words["purpose.tickets.name"] == "Tickets"
    assert words["banner.title"] == "A word about cookies"


def test_words_in_texts_win_over_those_beside_a_service(read: Read) -> None:
    assert read(GOOD).texts["en"]["service.basket.text"] == "Keeps what you chose."


def test_what_is_left_out_has_the_value_of_the_handbook(read: Read) -> None:
    site = read(changed(('language = "en"', ""), ('position = "top"', ""), ("lifetime_days = 90", "")))

    assert (site.language, site.position, site.start, site.runtime) == (
        "en",
        "bottom",
        "interaction",
        "pyodide",
    )
    assert site.declaration.lifetime_days == 184
    assert site.pages is None
    assert site.updated == ""
    assert site.reopen == "off"


def test_a_page_of_a_site_with_a_button_in_a_corner_has_something_to_load_its_feature_for(read: Read) -> None:
    without, having = (read(changed(('position = "top"', more))) for more in ("", 'reopen = "bottom-right"'))

    assert "html" not in prerender.embeds(without).split(",")
    assert "html" in prerender.embeds(having).split(",")


def test_the_day_from_which_on_the_signal_is_honoured_is_a_day(read: Read) -> None:
    assert read(changed(('position = "top"', "updated = 2026-11-24"))).updated == "2026-11-24"


def test_a_known_service_can_stand_under_another_purpose(read: Read) -> None:
    site = read(changed(('ads_id = "AW-1234567"', 'ads_id = "AW-1234567"\npurpose = "tickets"')))

    assert site.declaration.services[1].purpose == "tickets"


def test_a_known_service_can_be_told_in_the_owners_words(read: Read) -> None:
    site = read(changed(('ads_id = "AW-1234567"', 'ads_id = "AW-1234567"\ntext = "Ads."')))

    assert site.texts["en"]["service.google.text"] == "Ads."


def test_the_demo_site_declares_what_its_visitors_are_told() -> None:
    declaration = config.read(DEMO).declaration

    assert [one.id for one in declaration.optional()] == [
        "facebook-pixel",
        "google",
        "impact",
        "links-conversion",
        "youtube",
        "google-maps",
        "facebook",
        "x",
        "instagram",
        "soundcloud",
    ]
    assert declaration.lifetime_days == 180
    kept = {one.name: one.duration for service in declaration.services for one in service.cookies}
    assert kept["consent"] == "180 days"
    assert kept["language"] == "30 days"
    assert kept["links_conversion"] == "30 days"
    assert kept["basket"] == "60 minutes"
    assert kept["session"] == "session"


@pytest.mark.parametrize(
    "change",
    [
        ('text = "Counts."', 'text = "Counts visits."'),
        ('name = "Counter"', 'name = "The counter"'),
        ('policy = "privacy.html"', 'policy = "https://shop.example/p"'),
        ('"count_*", duration = "30 days"', '"counted_*", duration = "10 days"'),
        ("lifetime_days = 90", "lifetime_days = 180"),
        ('"A word about cookies"', '"Cookies"'),
        ('name = "Basket"', 'name = "Cart"'),
        ('pixel_id = "1234567890"', 'pixel_id = "99999999"'),
    ],
)
def test_another_wording_asks_nobody_again(read: Read, change: tuple[str, str]) -> None:
    before = read(GOOD).declaration.revision

    assert read(changed(change)).declaration.revision == before


def test_another_order_asks_nobody_again(read: Read) -> None:
    pixel = '[[services]]\nuse = "facebook-pixel"\npixel_id = "1234567890"\n'
    moved = changed((pixel, ""), ("[texts.en]", pixel + "\n[texts.en]"))

    assert read(moved).declaration.services[-1].id == "facebook-pixel"
    assert read(moved).declaration.revision == read(GOOD).declaration.revision


def test_another_service_that_is_only_told_asks_nobody_again(read: Read) -> None:
    login = '[[services]]\nid = "login"\nname = "L"\ntext = "L."\npurpose = "technical"\nvendor = "shop"\n'
    more = changed(("[texts.en]", login + "\n[texts.en]"))

    assert read(more).declaration.revision == read(GOOD).declaration.revision


MAP = """
[[services]]
id = "map"
name = "Map"
text = "A map."
purpose = "tickets"
vendor = "shop"
gates = true

"""


@pytest.mark.parametrize(
    "change",
    [
        ('[[services]]\nuse = "facebook-pixel"\npixel_id = "1234567890"\n', ""),
        ('ads_id = "AW-1234567"', 'ads_id = "AW-1234567"\npurpose = "tickets"'),
        ('purpose = "analytics"\nvendor = "shop"', 'purpose = "analytics"\nvendor = "nobody"'),
        ('id = "count"', 'id = "counter"'),
        ('language = "en"', 'revision = "again"'),
        ("[texts.en]", MAP + "[texts.en]"),
    ],
    ids=["service gone", "other purpose", "other vendor", "other service", "forced", "service added"],
)
def test_another_question_is_asked(read: Read, change: tuple[str, str]) -> None:
    assert read(changed(change)).declaration.revision != read(GOOD).declaration.revision


def test_a_revision_can_be_forced_again_and_again(read: Read) -> None:
    first = read(changed(('language = "en"', 'revision = "1"'))).declaration.revision
    second = read(changed(('language = "en"', 'revision = "2"'))).declaration.revision

    assert first != second


def test_a_revision_is_twelve_hexadecimal_digits(read: Read) -> None:
    revision = read(GOOD).declaration.revision

    assert len(revision) == 12
    assert int(revision, 16) >= 0


def test_a_kind_of_a_language_has_its_texts_and_the_owners_and_a_tag_and_name_of_its_own(
    read: Callable[[str], config.SiteConfig],
) -> None:
    own = '[texts.en-GB]\n"banner.title" = "Biscuits"\n\n[texts.en]'
    languages = 'language = "en"\nlanguages = ["en-GB", "EN-gb"]'
    site = read(changed(('language = "en"', languages), ("[texts.en]", own)))
    british = locales.messages("en-GB", site.texts["en-GB"], site.declaration)

    assert site.languages == ("en", "en-GB")
    assert (british.text("banner.title"), british.text("service.basket.text")) == (
        "Biscuits",
        "Keeps what you chose.",
    )
    assert british.text("action.deny-all") == locales.texts("en")["action.deny-all"]
    assert locales.names(site.languages) == {"en": "English", "en-GB": "English (GB)"}
    assert locales.messages("ar-EG", {}, site.declaration).direction == "rtl"


BROUGHT = GOOD.replace('ads_id = "AW-1234567"', 'ads_id = "AW-1234567"\ncontainer = "GTM-ABC1234"')


def test_what_a_container_brings_loads_the_container_and_tells_it_the_signals(read: Read) -> None:
    code = read(BROUGHT).code["google"]

    assert [script.src for script in code.scripts if script.src] == [
        "https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234"
    ]
    assert code.settings["service"] == "google"
    assert code.signals == ("ad_storage", "ad_user_data", "ad_personalization")


def test_what_a_container_brings_needs_no_account(read: Read) -> None:
    site = read(GOOD.replace('pixel_id = "1234567890"', 'container = "GTM-ABC1234"'))

    assert site.code["facebook-pixel"].signals == ("ad_storage", "ad_user_data", "ad_personalization")


@pytest.mark.parametrize("wrong", ["ABC1234", "GTM-abc", "GTM-A B", ""])
def test_a_container_that_is_none_is_told(read: Read, wrong: str) -> None:
    with pytest.raises(ConfigError, match=r"container = .* such as \"GTM-ABC1234\""):
        read(BROUGHT.replace("GTM-ABC1234", wrong))


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ('src = "a.js"\nattributes = { onload = "x()" }', "attributes.onload = .*known are async"),
        ('src = "a.js"\nattributes = { type = "module" }', "module = true"),
        ('src = "a.js"\nattributes = { nonce = "abc" }', "the nonce of its own tag"),
        ('src = "a.js"\nattributes = { async = false }', "attributes.async = false.*write a text"),
        ('src = "a.js"\nstyle = "a.css"', "write one of src"),
        ('code = "a()"\nattributes = { data-a = "b" }', "code has no element"),
        ("module = true", "write one of src"),
    ],
)
def test_a_script_is_one_element_with_attributes_that_it_can_have(read: Read, script: str, told: str) -> None:
    one = f"\n[[services.scripts]]\n{script}\n"
    with pytest.raises(ConfigError, match=told):
        read(GOOD.replace('\n[[services]]\nid = "basket"', f'{one}\n[[services]]\nid = "basket"'))


UNNAMED = (', { name = "consent", duration = "90 days" }]', "]")


def test_what_the_banner_keeps_is_declared_by_itself(read: Read) -> None:
    site = read(changed(UNNAMED))
    own = site.declaration.services[-1]

    assert (own.id, own.purpose, own.vendor) == ("cookie-choice", "technical", "shop")
    assert Cookie("consent", "90 days") in own.cookies
    assert Cookie("__Host-consent", "90 days") in own.cookies
    assert Cookie("consent.plan", "persistent", "local") in own.cookies
    assert site.texts["en"]["service.cookie-choice.name"] == "Cookie choice"


def test_what_an_owner_declares_of_it_stays_as_it_is(read: Read) -> None:
    assert "cookie-choice" not in [one.id for one in read(GOOD).declaration.services]


def test_it_changes_nothing_of_what_is_asked(read: Read) -> None:
    assert read(changed(UNNAMED)).declaration.revision == read(GOOD).declaration.revision


def test_a_site_that_keeps_nothing_else_tells_of_itself_as_the_vendor(read: Read) -> None:
    technical = GOOD[GOOD.index('[[purposes]]\nid = "technical"') :].partition('[[purposes]]\nid = "a')[0]
    basket = GOOD[GOOD.index('[[services]]\nid = "basket"') :]
    site = read(GOOD.replace(technical, "").replace(basket, ""))
    own = site.declaration.services[-1]

    assert Purpose("technical", required=True) in site.declaration.purposes
    assert site.declaration.vendor(own) == Vendor("this-site", "This site", "https://shop.example/privacy")


EMBED = """
[services.embed]
kind = "content"
pattern = "[a-z]+"
link = "tours.html"
frame = "tour.html?of={id}"
"""


def embedding(old: str, new: str) -> str:
    """A declaration in which a service of its own shows outside content."""
    return GOOD.replace(
        '\n[[services]]\nid = "basket"', f'{EMBED.replace(old, new)}\n[[services]]\nid = "basket"'
    )


def test_a_service_of_ones_own_can_show_outside_content(read: Read) -> None:
    embed = read(embedding("", "")).code["seats"].embed

    assert embed
    assert (embed.kind, embed.frame) == ("content", "tour.html?of={id}")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"[a-z]+"', "'[^/]+'", "embed.pattern = .*let no quotes, spaces or angle brackets through"),
        ('"[a-z]+"', "'.*'", "embed.pattern = .*let no quotes"),
        ('"[a-z]+"', "'[a-z'", "embed.pattern = .*a regular expression that an item matches"),
        ('"[a-z]+"', "'(?P<a>[a-z]+)'", "browsers do not know"),
        ('"tour.html?of={id}"', '"javascript:x()"', "embed.frame = .*starts with https"),
        ('frame = "tour.html?of={id}"', "", "embed.frame.*write either frame"),
        ('kind = "content"', 'kind = "film"', "embed.kind = .*known are"),
    ],
)
def test_an_embed_that_would_not_do_is_told(read: Read, old: str, new: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        read(embedding(old, new))


def test_what_is_exempt_opens_no_container(read: Read) -> None:
    text = EXEMPT.replace('exempt = "', 'container = "GTM-ABC1234"\nexempt = "')

    with pytest.raises(ConfigError, match=r"container = \"GTM-ABC1234\" .*: what is exempt may not open"):
        read(text)
