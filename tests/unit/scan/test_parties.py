"""Who is behind what was seen."""

from __future__ import annotations

import pytest

from banner.observe.cloaks import Cloak
from banner.observe.kinds import Cookie, Initiator, Place, Stored
from banner.scan.parties import free_id, parties
from tests.unit.scan.seen import PAGE, found, request, script, visits

GTAG = "https://www.googletagmanager.com/gtag/js?id=G-ABC1234567&cx=c&l=dataLayer"
YOUTUBE = "https://www.youtube-nocookie.com/embed/abcdefghijk?rel=0"


def cookie(name: str, domain: str = "shop.example", **more: object) -> Cookie:
    """A cookie of the page."""
    return Cookie(page=PAGE, name=name, domain=domain, **more)  # type: ignore[arg-type]


def test_a_known_service_is_found_with_the_owners_account() -> None:
    made = found(visits("", request(GTAG)))

    assert list(made.others) == ["google"]
    assert made.others["google"].settings == {"analytics_id": "G-ABC1234567"}
    assert made.others["google"].hosts == ("www.googletagmanager.com",)


def test_a_container_is_told_from_the_tag_by_its_address() -> None:
    made = found(visits("", request("https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234")))

    assert made.others["google-tag-manager"].settings == {"container_id": "GTM-ABC1234"}
    assert "google" not in made.others


def test_a_host_of_several_services_goes_to_the_one_that_is_there() -> None:
    shared = request("https://www.googletagmanager.com/a?x=1")
    made = found(visits("", shared, request("https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234")))

    assert list(made.others) == ["google-tag-manager"]


def test_an_account_is_found_in_the_code_of_the_page() -> None:
    markup = "<script>fbq('init', '123456789012345');</script>"
    made = found(visits(markup, request("https://connect.facebook.net/en_US/fbevents.js")))

    assert made.others["facebook-pixel"].settings == {"pixel_id": "123456789012345"}


def test_of_two_accounts_none_is_taken() -> None:
    other = GTAG.replace("ABC1234567", "XYZ1234567")
    made = found(visits("", request(GTAG), request(other)))

    assert made.others["google"].settings == {}


def test_an_embed_is_found_by_its_frame() -> None:
    assert list(found(visits("", request(YOUTUBE))).others) == ["youtube"]


def test_what_stands_in_the_page_and_was_not_asked_for_is_found_as_well() -> None:
    made = found(visits(f'<iframe loading="lazy" src="{YOUTUBE}"></iframe>'))

    assert [one.how for one in made.others["youtube"].contacts] == ["markup"]


def test_what_already_waits_is_no_contact() -> None:
    waiting = f'<iframe data-service="youtube" data-src="{YOUTUBE}"></iframe>'
    json = f'<script type="application/json" src="{GTAG}"></script>'

    assert found(visits(waiting + json)).others == {}


@pytest.mark.parametrize("kind", ["text/template", "text/x-handlebars", "application/json", "importmap"])
def test_a_script_that_no_browser_runs_contacts_nobody(kind: str) -> None:
    assert found(visits(f'<script type="{kind}" src="{GTAG}"></script>')).others == {}


def test_the_background_of_an_old_page_is_a_contact() -> None:
    made = found(visits('<body background="https://nobody-knows.example/a.gif">'))

    assert list(made.others) == ["nobody-knows-example"]


def test_a_neighbour_on_a_domain_that_anybody_may_have_a_name_below_is_somebody_else() -> None:
    made = visits("", request("https://other.me.uk/a.js"))

    assert list(parties(made, ("shop.me.uk",), ()).others) == ["other-me-uk"]


def test_the_list_names_who_is_not_in_the_catalogue() -> None:
    (party,) = found(visits("", request("https://cdn.15gifts.com/a.js"))).others.values()

    assert (party.id, party.name, party.known) == ("s-15gifts", "15gifts", None)


def test_who_is_unknown_has_the_name_of_the_domain() -> None:
    urls = ("https://a.nobody-knows.example/1", "https://b.nobody-knows.example/2")
    (party,) = found(visits("", *map(request, urls))).others.values()

    assert (party.id, party.name) == ("nobody-knows-example", "nobody-knows.example")
    assert party.hosts == ("a.nobody-knows.example", "b.nobody-knows.example")


def test_hosts_of_the_site_are_nobody_elses() -> None:
    assert found(visits("", request("https://cdn.shop.example/a.js"))).others == {}


def test_a_name_of_the_site_that_leads_to_others_is_theirs() -> None:
    cloak = Cloak("metrics.shop.example", "edge.nobody-knows.example")
    (party,) = found(visits("", request("https://metrics.shop.example/m")), cloak).others.values()

    assert (party.name, party.hosts, party.cloaked) == (
        "nobody-knows.example",
        ("metrics.shop.example",),
        [cloak],
    )


def test_what_was_never_sent_is_no_contact() -> None:
    assert found(visits("", request("https://cdn.nobody.example/", failure="csp"))).others == {}


def test_who_brings_somebody_else_is_told() -> None:
    inner = request("https://px.nobody.example/p", script(("https://www.googletagmanager.com/gtm.js", 1)))
    outer = request(
        "https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234", Initiator("element", Place(PAGE, 2))
    )
    made = found(visits("", outer, inner))

    assert made.others["nobody-example"].by == "google-tag-manager"
    assert made.others["google-tag-manager"].by == ""


@pytest.mark.parametrize(
    ("kept", "who"),
    [
        (cookie("_ga", how="script", initiator=script((PAGE, 3))), "google"),
        (cookie("_ga_ABC1234567", how="script"), "google"),
        (cookie("x", how="script", initiator=script((GTAG, 3), (PAGE, 1))), "google"),
        (cookie("x", "googletagmanager.com", how="header"), "google"),
        (cookie("basket", how="header"), "site"),
        (cookie("basket", how="script", initiator=script((f"{PAGE}own.js", 3))), "site"),
        (Stored(page=PAGE, area="local", name="x", origin=PAGE, initiator=script((GTAG, 1))), "google"),
        (Stored(page=PAGE, area="local", name="theme", origin="https://shop.example"), "site"),
    ],
)
def test_what_is_kept_is_given_to_who_keeps_it(kept: Cookie | Stored, who: str) -> None:
    made = found(visits("", request(GTAG), kept))
    party = made.others.get(who, made.own)

    assert [*party.cookies, *party.stored] == [kept]
    assert sum(len(one.cookies) + len(one.stored) for one in (*made.others.values(), made.own)) == 1


@pytest.mark.parametrize("name", ["consent", "__Host-consent", "language"])
def test_what_the_banner_keeps_is_no_finding(name: str) -> None:
    own = Stored(page=PAGE, area="local", name="consent.plan", origin=PAGE)
    made = found(visits("", cookie(name), own))

    assert made.own.cookies == made.own.stored == []


def test_ids_are_free() -> None:
    assert free_id("Müller & Söhne", ()) == "m-ller-s-hne"
    assert free_id("x", ("x", "x-2")) == "x-3"
    assert free_id("…", ()) == "service"


def test_a_host_that_the_account_names_is_its_services() -> None:
    markup = "<script>_paq.push(['setSiteId', '7'])</script>"
    seen = [
        request("https://cdn.matomo.cloud/shop.matomo.cloud/matomo.js"),
        request("https://shop.matomo.cloud/matomo.php"),
    ]
    made = found(visits(markup, *seen))

    assert list(made.others) == ["matomo"]
    assert made.others["matomo"].settings == {"cloud": "shop.matomo.cloud", "site_id": "7"}


def test_a_name_that_another_service_also_keeps_makes_no_service_of_it() -> None:
    made = found(visits("", request("https://player.vimeo.com/video/1"), cookie("cf_clearance", "vimeo.com")))

    assert list(made.others) == ["vimeo"]
