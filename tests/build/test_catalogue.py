"""The known services: whole, harmless to what is not theirs, and faithful to their vendors' interfaces."""

import json
import re
import subprocess
import urllib.parse
from pathlib import Path
from typing import Any

import pytest

from banner import config
from banner.config import catalogue, filling, locales
from banner.config.catalogue import CatalogueError
from banner.config.known import Known, Script
from banner.config.parts import composed, says
from banner.config.purposes import PURPOSES
from banner.config.services import OWN_STORAGE, own_cookies
from banner.core.cookies import covers
from banner.core.ids import is_id
from banner.core.own_cookies import OwnCookies
from banner.toolchain import environment
from tests.support import catalogue_site

SERVICES = catalogue.services()
every = pytest.mark.parametrize("known", SERVICES.values(), ids=SERVICES)


def each_way(known: Known) -> list[Known]:
    """The service as it is with each setting that will do by itself, and with all of them."""
    single = [[one] for one in known.one_of] or [[key for key, one in known.settings.items() if one.required]]
    return [composed(known, given) for given in (*single, [*known.settings])]


def test_ninety_services_and_more_are_known_and_each_is_tried() -> None:
    assert len(SERVICES) >= 90
    assert all(one.trial.requests for one in SERVICES.values())


@every
def test_a_service_has_a_vendor_a_purpose_and_a_text(known: Known) -> None:
    assert is_id(known.id)
    assert known.vendor in catalogue.vendors()
    assert {known.purpose, *(part.purpose or known.purpose for part in known.parts)} <= set(PURPOSES)
    for whole in each_way(known):
        assert set(says(whole)) & set(locales.texts("en"))


@every
def test_a_setting_has_an_example_that_will_do(known: Known) -> None:
    for setting in known.settings.values():
        assert re.fullmatch(setting.pattern, setting.example)
        assert not re.fullmatch(setting.pattern, '");alert(1)//')


@every
def test_every_setting_is_used_and_every_one_used_is_a_setting(known: Known) -> None:
    used = {part.when for part in known.parts}
    whole = composed(known, known.settings)
    for text in (*whole.hosts, *(text for script in whole.scripts for text in texts(script))):
        used |= filling.blanks(text)
    for code in (known.withdraw, *(script.code for script in whole.scripts)):
        used |= set(re.findall(r"settings\.(\w+)", code))

    # What the declaration of every service says.
    assert used - {"signals", "exempt", "service", "purpose"} == set(known.settings)
    assert set(known.one_of) <= set(known.settings)


@every
def test_what_pages_call_is_what_its_first_step_makes_or_its_only_script_brings(known: Known) -> None:
    codes = [script.code for script in known.scripts if script.code]
    made = set(re.findall(r"window\.([\w$]+) (?:\|\|)?= ", "".join(codes)))

    assert not codes or {call.partition(".")[0] for call in known.calls} <= made
    assert known.calls or not known.command


def texts(script: Script) -> list[str]:
    """What a script has blanks in."""
    return [script.address, *(value for _, value in script.attributes)]


@every
def test_scripts_come_from_hosts_that_are_declared(known: Known) -> None:
    whole = composed(known, known.settings)
    for address in [script.address for script in whole.scripts if script.address]:
        host = address.removeprefix("https://").split("/")[0]
        assert any(host == one or host.endswith(one.removeprefix("*")) for one in whole.hosts)


@every
def test_what_a_test_sees_comes_from_hosts_that_are_declared(known: Known) -> None:
    account = catalogue_site.settings(known)
    hosts = [filling.plain(host, account) for host in composed(known, account).hosts]
    for address in known.trial.requests:
        host = urllib.parse.urlsplit(address).hostname or ""
        assert any(host == one or host.endswith(one.removeprefix("*")) for one in hosts)


@every
def test_the_account_of_a_test_is_one_that_a_declaration_can_have(known: Known) -> None:
    for key, value in catalogue_site.settings(known).items():
        assert re.fullmatch(known.settings[key].pattern, value)
    assert bool(known.trial.item) == bool(known.embed)
    assert known.embed is None or re.fullmatch(known.embed.pattern, known.trial.item)
    assert known.trial.requests


@every
def test_its_cookies_are_never_the_banners_own(known: Known) -> None:
    for whole in each_way(known):
        own = [cookie.name for cookie in whole.cookies if not cookie.domain]

        ours = (*own_cookies(OwnCookies()), *OWN_STORAGE)
        assert not [name for name in own if any(covers(name, one) for one in ours)]


@every
def test_nothing_of_a_vendor_is_addressed_before_its_script(known: Known) -> None:
    assert not [script for script in known.scripts if script.code and "http" in script.code]


def test_a_vendor_has_a_policy_on_the_web() -> None:
    for vendor in catalogue.vendors().values():
        assert vendor.policy.startswith("https://")


WHOLE = """
name = "Thing"
vendor = "us"
purpose = "analytics"
checked = 2026-11-26
sources = ["https://vendor.example/cookies"]
hosts = ["thing.example"]
scripts = [{ src = "https://thing.example/{key}.js" }]
settings = { key = { pattern = "[a-z]+", example = "abc", help = "the key" } }
"""


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "thing.toml").write_text(WHOLE, encoding="utf-8")

    assert catalogue.services(tmp_path)["thing"].settings["key"].required is False


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "Thing"', "", "name: is missing"),
        (
            'vendor = "us"',
            'vendor = "us"\nvendr = 1',
            "vendr = 1: there is no such key; did you mean vendor?",
        ),
        (', help = "the key"', "", "settings.key.help: is missing"),
        ("checked = 2026-11-26", "", "checked: is missing"),
        (
            'sources = ["https://vendor.example/cookies"]',
            "",
            "sources: is missing; write where the facts stand",
        ),
        ("scripts =", "script =", "script = "),
        ("https://thing", "file://thing", "scripts[0].src = "),
        ('"us"', '"us', "this is no TOML"),
    ],
)
def test_the_catalogue_is_read_as_strictly_as_a_declaration(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    file = tmp_path / "thing.toml"
    file.write_text(WHOLE.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CatalogueError, match=rf"{re.escape(str(file))}(:\d+)?: {re.escape(told)}"):
        catalogue.services(tmp_path)


# A page as the scripts of services see it, which tells what was said to the vendor's queue.
_PAGE = """
const window = globalThis, settings = %s;
const plain = (call) => Array.from(call, (one) => one instanceof Date ? "now" : one);
%s
console.log(JSON.stringify(%s));
"""


def account(service: str, settings: dict[str, str]) -> dict[str, Any]:
    """The settings of an account as the page's scripts get them."""
    return {**settings, "signals": composed(SERVICES[service], settings).signals}


def run(*bodies: str, settings: dict[str, Any], told: str) -> Any:
    """What *told*, an expression, is after *bodies* have run as functions of *settings*."""
    calls = "\n".join(f"(function (settings) {{{body}\n}})(settings);" for body in bodies)
    page = _PAGE % (json.dumps(settings), calls, told)
    done = subprocess.run([environment.node(), "-e", page], capture_output=True, check=True)
    return json.loads(done.stdout)


def opening(service: str) -> list[str]:
    """What runs before the vendor's script arrives."""
    scripts = SERVICES[service].scripts
    assert [bool(script.src) for script in scripts] == [False, True]
    return [scripts[0].code]


def test_the_pixel_waits_in_the_queue_that_its_script_takes_over() -> None:
    told = run(
        *opening("facebook-pixel"),
        settings={"pixel_id": "123456"},
        told="[fbq.queue.map(plain), fbq.loaded, fbq.version, fbq.push === fbq, window._fbq === fbq]",
    )

    calls = [["consent", "grant"], ["init", "123456"], ["track", "PageView"]]
    assert told == [calls, True, "2.0", True, True]


def test_the_pixel_speaks_to_its_script_once_that_is_there() -> None:
    arrives = (
        "window.heard = []; window.fbq.callMethod = function () { window.heard.push(plain(arguments)); };"
    )
    told = run(
        *opening("facebook-pixel"),
        arrives,
        SERVICES["facebook-pixel"].withdraw,
        settings={"pixel_id": "123456"},
        told="window.heard",
    )

    assert told == [["consent", "revoke"]]


SIGNALS = {
    "ad_storage",
    "ad_user_data",
    "ad_personalization",
    "analytics_storage",
    "functionality_storage",
    "personalization_storage",
    "security_storage",
}


ANALYTICS = {"analytics_storage"}
ADS = {"ad_storage", "ad_user_data", "ad_personalization"}


@pytest.mark.parametrize(
    ("settings", "granted"),
    [
        ({"analytics_id": "G-ABCD"}, ANALYTICS),
        ({"ads_id": "AW-12345"}, ADS),
        ({"analytics_id": "G-ABCD", "ads_id": "AW-12345"}, ANALYTICS | ADS),
    ],
)
def test_google_is_told_no_then_what_was_allowed_then_the_ids(
    settings: dict[str, str], granted: set[str]
) -> None:
    calls = run(*opening("google"), settings=account("google", settings), told="dataLayer.map(plain)")
    default, update = calls[:2]

    assert default == ["consent", "default", dict.fromkeys(default[2], "denied")]
    assert set(default[2]) == SIGNALS
    assert update == ["consent", "update", dict.fromkeys(granted, "granted")]
    redacted = [] if "ads_id" in settings else [["set", "ads_data_redaction", True]]
    assert calls[2:] == [*redacted, ["js", "now"], *[["config", one] for one in settings.values()]]


@pytest.mark.parametrize("order", [("G-ABCD", "AW-12345"), ("AW-12345", "G-ABCD")])
def test_two_accounts_of_google_grant_each_its_own_and_start_it_once(order: tuple[str, str]) -> None:
    (opens,) = opening("google")
    accounts = [account("google", {"analytics_id" if one[0] == "G" else "ads_id": one}) for one in order]
    bodies = [f"settings = {json.dumps(one)};{opens}" for one in accounts]
    calls = run(*bodies, settings={}, told="dataLayer.map(plain).filter(([one]) => one !== 'set')")

    assert [call[:2] if call[0] in ("consent", "config") else call[0] for call in calls] == [
        ["consent", "default"],
        ["consent", "update"],
        "js",
        ["config", order[0]],
        ["consent", "update"],
        ["config", order[1]],
    ]
    assert [set(calls[at][2]) for at in (1, 4)] == (
        [ANALYTICS, ADS] if order[0][0] == "G" else [ADS, ANALYTICS]
    )


def test_googles_queue_holds_arguments_and_not_lists() -> None:
    settings = account("google", {"ads_id": "AW-12345"})
    told = run(*opening("google"), settings=settings, told="dataLayer.some(Array.isArray)")

    assert told is False


@pytest.mark.parametrize(
    ("settings", "denied"), [({"analytics_id": "G-ABCD"}, ANALYTICS), ({"ads_id": "AW-12345"}, ADS)]
)
def test_google_is_told_of_a_withdrawal(settings: dict[str, str], denied: set[str]) -> None:
    withdraw = SERVICES["google"].withdraw
    last = run(
        *opening("google"), withdraw, settings=account("google", settings), told="plain(dataLayer.at(-1))"
    )

    assert last == ["consent", "update", dict.fromkeys(denied, "denied")]


def test_impact_is_told_no_then_yes_then_that_nobody_is_known() -> None:
    calls = run(*opening("impact"), settings={"script": "A1-x.js"}, told="ire.a.map(plain)")

    assert calls == [
        ["consent", "default", {"tracking": "denied"}],
        ["consent", "update", {"tracking": "granted"}],
        ["identify", {"customerId": "", "customerEmail": ""}],
    ]


def test_impact_is_told_of_a_withdrawal() -> None:
    withdraw = SERVICES["impact"].withdraw
    last = run(*opening("impact"), withdraw, settings={"script": "A1-x.js"}, told="plain(ire.a.at(-1))")

    assert last == ["consent", "update", {"tracking": "denied"}]


@pytest.mark.parametrize(
    "known", [one for one in SERVICES.values() if one.exemptions], ids=lambda one: one.id
)
def test_a_service_that_can_be_exempt_may_be_declared_so(known: Known, tmp_path: Path) -> None:
    file = tmp_path / "consent.toml"
    text = catalogue_site.declaration([known])
    for one in known.exemptions:
        file.write_text(
            text.replace(f'use = "{known.id}"', f'use = "{known.id}", exempt = "{one.rule}"'), "utf-8"
        )

        assert config.read(file).declaration.exempt() == (known.id,)
        assert one.source.startswith("https://")


def test_matomo_is_told_of_no_consent_where_it_is_exempt() -> None:
    settings = {"host": "stats.example.com", "site_id": "7"}
    first = SERVICES["matomo"].scripts[0].code
    told = "_paq.map(([call]) => call)"

    asked = run(first, settings=settings, told=told)
    exempt = run(first, settings={**settings, "exempt": "audience-measurement"}, told=told)

    started = ["setTrackerUrl", "setSiteId", "trackPageView", "enableLinkTracking"]
    assert asked == ["requireConsent", "setConsentGiven", *started]
    assert exempt == ["disableCampaignParameters", *started]


# A document in which files end loading, one after the other.
_LOADS = """
const starts = new Set();
window.document = {
  addEventListener: (_, start) => starts.add(start),
  removeEventListener: (_, start) => starts.delete(start),
};
window.loaded = () => starts.forEach((start) => start());
"""


def test_uet_starts_once_its_script_is_there() -> None:
    arrives = """
    window.loaded();
    window.UET = function ({ ti, q }) { Object.assign(this, { ti, q, push: (...told) => q.push(...told) }); };
    window.loaded();
    window.loaded();
    """
    told = run(
        _LOADS,
        *opening("microsoft-uet"),
        arrives,
        settings={"tag_id": "12345678"},
        told="[uetq.ti, uetq.q.at(-1), uetq.q.filter((one) => one === 'pageLoad').length]",
    )

    assert told == ["12345678", "pageLoad", 1]


def test_amazon_hears_of_the_consent_before_anything_else() -> None:
    arrives = """
    window.loaded();
    window.heard = [amzn.q.length];
    window.amznConsent = (consent) => window.heard.push(consent);
    window.loaded();
    window.loaded();
    """
    told = run(
        _LOADS,
        SERVICES["amazon-ads"].scripts[0].code,
        arrives,
        settings={"tag_id": "abc", "country": "IT"},
        told="[...heard, ...amzn.q.map(([call]) => plain(call))]",
    )

    granted = {"countryCode": "IT", "enableAdStorage": True, "enableUserData": True}
    assert told == [0, granted, ["addTag", "abc"], ["trackEvent", "PageView"]]


FULLSTORY = {"org": "o-ABC123-eu1", "server": "edge.eu1"}


def test_fullstory_in_europe_is_told_of_its_hosts_and_of_a_withdrawal() -> None:
    told = run(
        *opening("fullstory"),
        SERVICES["fullstory"].withdraw,
        settings=FULLSTORY,
        told="FS.q.map(([name, options]) => [name, options?.env?.host, options?.env?.script])",
    )

    hosts = ["eu1.fullstory.com", "edge.eu1.fullstory.com/s/fs.js"]
    assert told == [["init", *hosts], ["shutdown", None, None]]


def test_fullstory_has_the_calls_of_both_versions() -> None:
    page = """
    FS('trackEvent', { name: 'a' });
    FS.event('b', {});
    FS('getSessionAsync').then((session) => { window.session = session; });
    """
    told = run(*opening("fullstory"), page, settings=FULLSTORY, told="FS.q.map((call) => [call[0], call[5]])")

    assert told == [["init", 2], ["trackEvent", 2], ["trackEvent", 1], ["getSession", 2]]


def test_new_relic_hears_of_the_consent_before_what_pages_have_told() -> None:
    arrives = """
    newrelic.noticeError('early');
    window.loaded();
    window.heard = [];
    NREUM.consent = (given) => window.heard.push(given);
    NREUM.noticeError = (error) => window.heard.push(error);
    window.loaded();
    window.loaded();
    newrelic.noticeError('late');
    """
    new_relic = SERVICES["new-relic"]
    settings = catalogue_site.settings(new_relic)
    told = run(
        _LOADS, *opening("new-relic"), arrives, new_relic.withdraw, settings=settings, told="window.heard"
    )

    assert told == [True, "early", "late", False]


def test_bugsnag_starts_once_its_script_is_there() -> None:
    arrives = """
    Bugsnag.notify('early');
    window.loaded();
    window.heard = [];
    window.Bugsnag = { start: (key) => window.heard.push(key), notify: (error) => window.heard.push(error) };
    window.loaded();
    window.loaded();
    """
    told = run(_LOADS, *opening("bugsnag"), arrives, settings={"api_key": "abc"}, told="window.heard")

    assert told == ["abc", "early"]


def test_onesignal_starts_before_what_pages_have_told_and_hears_of_a_withdrawal() -> None:
    page = "window.OneSignalDeferred = [(OneSignal) => OneSignal.login('early')];"
    arrives = """
    window.heard = [];
    const hears = (name) => (told) => window.heard.push([name, told?.appId || told]);
    const User = { PushSubscription: { optOut: hears('optOut') } };
    OneSignalDeferred.forEach((call) => call({ init: hears('init'), login: hears('login'), User }));
    """
    onesignal = SERVICES["onesignal"]
    told = run(
        page,
        *opening("onesignal"),
        onesignal.withdraw,
        arrives,
        settings=catalogue_site.settings(onesignal),
        told="window.heard",
    )

    assert told == [
        ["init", catalogue_site.settings(onesignal)["app_id"]],
        ["login", "early"],
        ["optOut", None],
    ]


def test_vwo_hears_of_the_consent_and_of_its_end() -> None:
    arrives = "window.heard = [VWO.consentState]; VWO.init = (state) => window.heard.push(state);"
    vwo = SERVICES["vwo"]
    told = run(*opening("vwo"), arrives, vwo.withdraw, settings={}, told="window.heard")

    assert told == [1, 3]


def test_adobes_web_sdk_waits_with_what_pages_have_told_until_it_hears_of_the_consent() -> None:
    page = "window.going = alloy('sendEvent', {}) instanceof Promise;"
    adobe = SERVICES["adobe-web-sdk"]
    told = run(
        *opening("adobe-web-sdk"),
        page,
        adobe.withdraw,
        settings={**catalogue_site.settings(adobe), "edge_domain": "data.example.com"},
        told="[going, __alloyNS, alloy.q.map(([, , [name, options]]) => [name, options])]",
    )

    configure, *consents = told[2]
    assert told[:2] == [True, ["alloy"]]
    assert (configure[1]["defaultConsent"], configure[1]["edgeDomain"]) == ("pending", "data.example.com")
    assert [
        (name, *(one["value"]["general"] for one in told.get("consent", []))) for name, told in consents
    ] == [
        ("setConsent", "in"),
        ("sendEvent",),
        ("setConsent", "out"),
    ]


@pytest.mark.parametrize(
    ("body", "post"),
    [("single postid-12 blog", "12"), ("page page-id-3", "3"), ("home page-idle", "0"), ("", "0")],
)
def test_jetpack_is_told_of_the_post_that_wordpress_has_written_into_the_page(body: str, post: str) -> None:
    page = f"""
    window.document = {{ body: {{ className: '{body}' }} }};
    window.location = {{ hostname: 'a.example' }};
    """
    told = run(page, *opening("jetpack-stats"), settings={"blog": "9"}, told="_stq")

    assert told == [
        ["view", {"v": "ext", "blog": "9", "post": post, "srv": "a.example"}],
        ["clickTrackerInit", "9", post],
    ]


def test_utterances_finds_the_repository_in_the_attributes_of_its_script() -> None:
    embed = SERVICES["utterances"].embed
    assert embed
    page = """
    const made = { setAttribute(name, value) { this[name] = value; } };
    window.document = { createElement: () => made };
    const thread = { dataset: { utterances: 'a/b' }, append: (one) => { window.put = one; } };
    window.item = { querySelector: () => thread };
    """
    told = run(page, embed.show, settings={}, told="window.put")

    assert told == {
        "src": "https://utteranc.es/client.js",
        "crossOrigin": "anonymous",
        "repo": "a/b",
        "issue-term": "pathname",
        "theme": "preferred-color-scheme",
    }
