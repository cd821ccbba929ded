"""The tests of a small site, with all that the plugin has."""

import datetime as dt

import pytest

PLAYER = "https://www.youtube-nocookie.com/"


@pytest.fixture
def python(context):
    """The files of Python that pages ask for."""
    found = []
    context.on("request", lambda one: "/files/python." in one.url and found.append(one.url))
    return found


def test_nothing_happens_before_a_consent(page, consent, asked):
    banner = consent(page)
    with banner.expect_nothing_before_consent():
        page.goto("/")
    banner.expect_undecided()
    assert asked == []


def test_a_video_plays_once_it_is_granted(page, consent, asked):
    page.goto("/")
    banner = consent(page)
    with page.expect_request(PLAYER + "**"):
        banner.choose("youtube")
    banner.expect_granted("youtube")
    banner.expect_denied("google")
    banner.withdraw("youtube")
    assert banner.state == "denied"
    assert banner.granted == ()
    assert asked


@pytest.mark.consent("accept")
def test_a_test_can_start_with_everything_granted(page, consent, python):
    with page.expect_request("https://www.googletagmanager.com/**"), page.expect_request(PLAYER + "**"):
        page.goto("/")
    assert consent(page).granted == ("google", "youtube")
    assert python == []


@pytest.mark.consent("deny")
def test_a_test_can_start_with_everything_denied(page, consent, python):
    page.goto("/")
    banner = consent(page)
    banner.wait_recorded()
    assert banner.state == "denied"
    assert python == []


@pytest.mark.consent(granted=["youtube"])
@pytest.mark.browser_context_args(locale="de-DE", storage_state={"cookies": [], "origins": []})
def test_a_test_can_start_with_single_services(page, consent, python):
    page.goto("/")
    consent(page).expect_granted("youtube")
    assert page.evaluate("navigator.language") == "de-DE"
    assert python == []


def test_a_page_can_be_consented_by_its_name(consented_page, consent, python):
    consented_page.goto("/")
    consent(consented_page).expect_granted("google", "youtube")
    assert python == []


@pytest.mark.consent("deny", at=dt.datetime.now(dt.UTC) - dt.timedelta(days=179))
def test_a_consent_expires(page, consent):
    page.goto("/")
    banner = consent(page)
    banner.wait_recorded()
    assert banner.state == "denied"
    banner.travel(dt.timedelta(days=2))
    banner.expect_undecided()


@pytest.mark.consent("undecided")
def test_a_forge_makes_any_decision(page, base_url, consent, consent_forge, python):
    banner = consent(page)
    banner.start_with(consent_forge.storage_state(base_url, granted=["google"]))
    page.goto("/")
    banner.expect_granted("google")
    assert python == []


def test_the_preferences_open_from_the_page(consented_page, consent):
    consented_page.goto("/")
    banner = consent(consented_page)
    banner.open_preferences()
    banner.dismiss()
    assert banner.state == "granted"
