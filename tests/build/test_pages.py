"""Check and build look at an owner's pages: who is contacted before any consent, and what nobody hears."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from banner import config
from banner.build import pipeline
from banner.config.advice import advice, grouped
from tests.build.conftest import GOOD, changed
from tests.build.test_advice import told

Read = Callable[..., config.SiteConfig]

TAG = '<script src="/consent/consent.js" defer></script><a data-consent-open href="#">Cookies</a>'
CANONICAL = '<link rel="canonical" href="https://www.shop.example/page">'

# What each names, and the service that the catalogue has for it.
UNDECLARED = {
    '<script src="https://cdn.33across.com/c/hotjar-1.js"></script>': "33 Across (cdn.33across.com)",
    '<script async src="//cdn.33across.com/li.lms-analytics/insight.min.js"></script>': "33 Across",
    '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>': "YouTube (www.youtube.com)",
    '<img srcset="/a.png 1x, https://cdn.33across.com/b.png 2x">': "33 Across",
    '<video poster="https://i.ytimg.com/vi/x/0.jpg"></video>': "YouTube",
    "<audio><source src='https://w.soundcloud.com/x.mp3'></audio>": "SoundCloud",
    '<object data="https://www.youtube.com/v/x"></object>': "YouTube",
    '<embed src="https://www.youtube.com/v/x">': "YouTube",
    '<link rel="preconnect" href="https://cdn.33across.com">': "33 Across",
    '<link rel="dns-prefetch" href="//cdn.33across.com">': "33 Across",
    '<link rel="shortcut icon" href="https://cdn.33across.com/favicon.ico">': "33 Across",
    '<input type="image" src="https://cdn.33across.com/buy.gif">': "33 Across",
    '<p style="background: url(https://cdn.33across.com/x.png)">': "33 Across",
    "<style>\n@import 'https://cdn.33across.com/x.css';</style>": "33 Across",
    "<svg><image href='https://cdn.33across.com/x.png'/></svg>": "33 Across",
    "<noscript><img src='https://cdn.33across.com/collect/?pid=1'></noscript>": "33 Across",
    "<script>!function(){s.src='https://cdn.33across.com/c/hotjar-'+id}()</script>": "33 Across",
    '<script>var c = {"src": "https:\\/\\/connect.facebook.net\\/en_US\\/sdk.js"};</script>': "Facebook",
    '<script type="module">import "https://cdn.33across.com/x.js"</script>': "33 Across",
    "<script>load(`https://www.youtube.com/iframe_api`)</script>": "YouTube",
    """<iframe srcdoc='<img src="https://cdn.33across.com/x.png">'></iframe>""": "33 Across",
    "<script>new Image().src = 'https://www.youtube.com/x?y=1'</script>": "YouTube",
    '<SCRIPT SRC = "https://cdn.33across.com/c/x.js" ></SCRIPT>': "33 Across",
    "<script\n  src=https://cdn.33across.com/c/x.js\n></script>": "33 Across",
}


@pytest.mark.parametrize(("markup", "name"), UNDECLARED.items(), ids=range(len(UNDECLARED)))
def test_a_host_of_others_that_no_service_declares_is_named(read: Read, markup: str, name: str) -> None:
    plain = changed(
        ('use = "facebook-pixel"\npixel_id = "1234567890"', 'use = "soundcloud"\npurpose = "tickets"')
    )
    plain = plain.replace('use = "soundcloud"', 'use = "x"')
    (line,) = told(read(plain), {"a.html": f"<p>\n{markup}"})

    assert f"this contacts {name}" in line
    assert "before any consent, and no service of the declaration does" in line
    assert line.startswith("a.html:3" if "@import" in markup else "a.html:2")


def test_each_element_is_told_though_they_share_a_line(read: Read) -> None:
    page = '<img src="https://cdn.33across.com/x" srcset="https://cdn.33across.com/y 2x">' * 2

    assert len(told(read(GOOD), {"a.html": page})) == 2


def test_what_the_catalogue_has_is_told_with_the_line_that_declares_it(read: Read) -> None:
    (line,) = told(
        read(GOOD), {"a.html": '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>'}
    )

    assert line.endswith(
        'declare use = "youtube", and write it with data-service="youtube" and data-src '
        '(a script with type="text/plain", too)'
    )


def test_what_only_the_list_has_is_told_with_a_purpose_to_think_of(read: Read) -> None:
    (line,) = told(read(GOOD), {"a.html": '<script src="https://cdn.33across.com/x.js"></script>'})

    assert 'declare a service with hosts = ["cdn.33across.com"] under a purpose such as "marketing"' in line


def test_a_part_of_a_declared_service_that_is_not_set_is_told_as_that(read: Read) -> None:
    page = '<script src="https://www.google-analytics.com/analytics.js"></script>'
    (line,) = told(read(GOOD), {"a.html": page})

    assert "this contacts Google Analytics (www.google-analytics.com)" in line
    assert 'give use = "google" the setting that this belongs to' in line


def test_a_pixel_for_who_runs_no_scripts_can_only_go(read: Read) -> None:
    markup = '<noscript><img src="https://cdn.33across.com/collect/?pid=1"></noscript>'
    (line,) = told(read(GOOD), {"a.html": markup})

    assert line.endswith("take it out: where scripts are off, nothing can hold it back")


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ('<link rel="stylesheet" href="https://fonts.googleapis.com/css2?family=Lora">', "Google Fonts"),
        ('<script src="https://cdn.jsdelivr.net/npm/vue@3"></script>', "JSDelivr CDN"),
        ('<script type="module">import React from "https://esm.sh/react@18"</script>', "ESM>CDN"),
        ("<script type=importmap>{'imports': {'vue': 'https://unpkg.com/vue@3'}}</script>", "Unpkg"),
        ("<script>const vue = await import('https://unpkg.com/vue@3')</script>", "Unpkg"),
        ("<style>@font-face { src: url(//fonts.gstatic.com/s/lora.woff2) }</style>", "Google Fonts"),
    ],
)
def test_fonts_and_libraries_from_elsewhere_tell_the_visitors_address(
    read: Read, markup: str, name: str
) -> None:
    (line,) = told(read(GOOD), {"a.html": markup})

    assert f"this is fetched from {name} (" in line
    assert "which learns the address of every visitor" in line
    assert "put what it delivers beside your own files" in line


def test_fonts_of_the_catalogue_may_wait_as_well(read: Read) -> None:
    page = '<link rel="stylesheet" href="https://fonts.googleapis.com/css2?family=Lora">'
    (line,) = told(read(GOOD), {"a.html": page})

    assert line.endswith(
        'or declare use = "google-fonts", and write it with data-service="google-fonts" and data-href'
    )


SHARED = {
    "https://www.google.com/recaptcha/api.js": "google-recaptcha",
    "https://www.google.com/maps/embed?pb=1": "google-maps",
    "https://www.googletagmanager.com/gtm.js?id=GTM-1": "google-tag-manager",
    "https://www.facebook.com/plugins/post.php?href=x": "facebook",
}


@pytest.mark.parametrize(("address", "service"), SHARED.items(), ids=SHARED.values())
def test_an_address_tells_services_apart_that_share_a_host(read: Read, address: str, service: str) -> None:
    (line,) = told(read(GOOD), {"a.html": f'<iframe src="{address}"></iframe>'})

    assert "no service of the declaration does" in line
    assert f'declare use = "{service}", and write it with data-service="{service}"' in line


def test_a_consent_tool_that_is_there_already_is_told(read: Read) -> None:
    page = '<script id="Cookiebot" src="https://consent.cookiebot.com/uc.js" data-cbid="1"></script>'
    (line,) = told(read(GOOD), {"a.html": page})

    assert "a consent tool is here already: Cookiebot (consent.cookiebot.com)" in line


def test_a_style_sheet_of_the_site_contacts_others_too(read: Read) -> None:
    css = "a { color: red }\n/* url(//cdn.33across.com/no) */\nb { background: url('//cdn.33across.com/x') }"
    (line,) = told(read(GOOD), {"a.css": css})

    assert line.startswith('a.css:3: "//cdn.33across.com/x": this contacts 33 Across')
    assert '<link rel="stylesheet" data-service="ID" data-href="…">' in line


def test_a_form_that_hands_over_what_is_typed_is_told(read: Read) -> None:
    (line,) = told(read(GOOD), {"a.html": '<form action="https://shop.us1.list-manage.com/subscribe">'})

    assert "what visitors write into this form goes to Mailchimp (shop.us1.list-manage.com)" in line


OWN = {
    "the page's own address": f'{CANONICAL}<script src="https://www.shop.example/x.js"></script>',
    "another host of it": f'{CANONICAL}<img src="https://static.shop.example/x.png">',
    "its open graph": '<meta property="og:url" content="https://me.example/"><img src="//cdn.me.example/x">',
    "another language": '<link rel=alternate hreflang=de href="//me.example/de"><img src="//me.example/x">',
}


@pytest.mark.parametrize("markup", OWN.values(), ids=OWN)
def test_the_sites_own_hosts_are_nobody_elses(read: Read, markup: str) -> None:
    assert told(read(GOOD), {"a.html": markup}) == []


def test_where_a_policy_is_kept_is_own_unless_it_is_known_as_somebody_elses(read: Read) -> None:
    asks = '<script src="https://cdn.iubenda.com/x.js"></script>'
    page = {"a.html": f'{CANONICAL}<img src="https://cdn.me.example/x">{asks}'}
    theirs = '"https://www.iubenda.com/privacy-policy/1"'
    lines = [
        told(read(changed(('"https://shop.example/privacy"', policy))), page)
        for policy in ('"https://me.example/privacy"', theirs)
    ]

    assert [len(one) for one in lines] == [1, 2]
    assert "a consent tool is here already: iubenda" in lines[1][1]


def test_one_page_tells_the_own_hosts_for_all(read: Read) -> None:
    pages = {"a.html": CANONICAL, "b.html": '<script src="https://cdn.shop.example/x.js"></script>'}

    assert told(read(GOOD), pages) == []


def test_a_host_that_nobody_knows_is_told_where_the_own_ones_are_known(read: Read) -> None:
    strange = '<script src="https://stats.agency.example/x.js"></script>'
    (line,) = told(read(GOOD), {"a.html": CANONICAL + strange})

    assert "this contacts agency.example (stats.agency.example) before any consent" in line
    assert "where the site cannot do without, declare it under a purpose that is required" in line
    assert told(read(GOOD), {"a.html": strange}) == []


def test_neighbours_on_a_host_of_many_sites_are_others(read: Read) -> None:
    page = '<link rel="canonical" href="https://me.github.io/"><script src="https://you.github.io/x.js"></script>'
    (line,) = told(read(GOOD), {"a.html": page})

    assert "this contacts GitHub (you.github.io) before any consent" in line


def test_a_host_of_a_service_that_is_always_on_needs_no_consent(read: Read) -> None:
    text = changed(
        (
            'purpose = "technical"\nvendor = "shop"',
            'purpose = "technical"\nvendor = "shop"\nhosts = ["*.stripe.com"]',
        )
    )

    assert told(read(text), {"a.html": '<script src="https://js.stripe.com/v3/"></script>'}) == []


NOTHING = {
    "a link": '<a href="https://www.33across.com/">Hotjar</a>',
    "linked data": '<script type="application/ld+json">{"@id": "https://cdn.33across.com/x.js"}</script>',
    "a comment": '<!-- <script src="https://cdn.33across.com/x.js"></script> -->',
    "a comment of old": "<!--[if lt IE 9]><script src='https://oss.maxcdn.com/x.js'></script><![endif]-->",
    "a template": '<template><iframe src="https://cdn.33across.com/x"></iframe></template>',
    "a style in a template": "<template><style>a { color: url(//cdn.33across.com/x) }</style></template>",
    "a text area": '<textarea><script src="https://cdn.33across.com/x.js"></script></textarea>',
    "a title": "<title><script src=https://cdn.33across.com/x.js></script></title>",
    "a text of an attribute": '<p title="<script src=https://cdn.33across.com/x.js></script>">',
    "a script that does not run": '<script type="text/template"><img src="//cdn.33across.com/x"></script>',
    "another tool's": '<script type="text/plain" data-category="x">"//cdn.33across.com/x.js"</script>',
    "a link in code": '<script>share("https://www.facebook.com/sharer/sharer.php?u=")</script>',
    "a link in data": "<script>window.links = {x: 'https://x.com/us', yt: 'https://www.youtube.com/@us'}</script>",
    "a comment in code": "<script>// see https://cdn.33across.com/x.js\n/* 'no' */</script>",
    "a namespace": "<style>@namespace svg url(http://www.w3.org/2000/svg);</style>",
    "a picture in a style": (
        "<style>a { color: url(\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>\") }</style>"
    ),
    "a relative one": '<script src="cdn.33across.com/x.js"></script><img src="/cdn.33across.com/x">',
    "a place holder": '<img src="https://{{ host }}/x.png"><script src="https://${host}/x.js"></script>',
    "this machine": '<script src="http://localhost:3000/x.js"></script>',
    "blocked right": '<script type="text/plain" data-service="count" data-src="https://cdn.33across.com/x.js"></script>',
}


@pytest.mark.parametrize("markup", NOTHING.values(), ids=NOTHING)
def test_what_contacts_nobody_is_not_told(read: Read, markup: str) -> None:
    assert told(read(GOOD), {"a.html": CANONICAL + markup}) == []


@pytest.mark.parametrize("markup", ["<!doctype html><p>Hello", "<html><p>Hello", "<body>Hello"])
def test_a_page_without_the_tag_is_told(read: Read, markup: str) -> None:
    (line,) = told(read(GOOD), {"a.html": markup})

    assert line.startswith('a.html: "consent/consent.js": this page has no tag of the banner')
    assert "consent-banner inject" in line


@pytest.mark.parametrize(
    "markup",
    [
        f"<!doctype html><head>{TAG}",
        f"<!doctype html>{TAG.replace('/consent/consent.js', '../consent/consent.js?v=2')}",
        '<!doctype html><script type="module">import "/consent/consent.js"</script><a data-consent-open></a>',
        '<!doctype html><meta http-equiv="Refresh" content="0; url=/en/">',
        "<p>A piece that another page takes in</p>",
    ],
)
def test_a_page_that_has_the_tag_or_needs_none_is_not_told(read: Read, markup: str) -> None:
    assert told(read(GOOD), {"a.html": markup}) == []


UNHEARD = {
    '<script type="text/plain" data-service="conut" data-src="/x.js"></script>': (
        'there is no service "conut", so nothing activates this',
        "did you mean count?",
    ),
    '<iframe data-service="Google" data-src="/x"></iframe>': ('no service "Google"', "did you mean google?"),
    '<div data-service="youtube" data-embed="abcdefghijk"></div>': (
        'there is no service "youtube"',
        'declare it: [[services]] with use = "youtube"',
    ),
    '<template data-service="nonesuch"><p></template>': ('no service "nonesuch"', "known are count"),
    '<div data-service="basket" data-embed="x"></div>': ('"basket" is always on', "without a banner"),
    "<DIV DATA-SERVICE=conut DATA-EMBED=x></DIV>": ('no service "conut"', "did you mean count?"),
    "<a data-consent-opne href=#>": ("the banner knows no such attribute", "did you mean data-consent-open?"),
    "<button data-consent-acton=deny-all>": ("no such attribute", "did you mean data-consent-action?"),
    "<div data-consent-embed=declarations>": ("data-consent-embed has no such value", "declaration?"),
    "<button data-consent-action='accept_all'>": ("data-consent-action has no such value", "accept-all?"),
    '<div data-service="count" data-embed="x"></div>': (
        '"count" has no items to show',
        "<iframe data-service",
    ),
    '<link rel="stylesheet" data-service="count" data-src="/x.css">': (
        "nothing activates data-src of <link>",
        "write data-href",
    ),
    '<object data-service="count" data-src="/x"></object>': ("data-src of <object>", "write data-data"),
    '<form data-service="count" action="/x">': (
        "nothing activates a <form>",
        '<template data-service="count">',
    ),
    '<style data-service="count">a { color: red }</style>': ("nothing activates a <style>", "<template"),
    '<script data-service="count" src="/x.js"></script>': ("this script waits for nobody", "text/plain"),
    '<script data-service="count">count2()</script>': ("waits for nobody", '<template data-service="count">'),
    '<script type="text/blocked" data-service="count" src="/x.js"></script>': (
        'nothing activates a script of type "text/blocked"',
        'type="text/plain"',
    ),
    '<iframe data-service="count" src="/x"></iframe>': (
        "this waits for nobody: <iframe>",
        "data-src for src",
    ),
    '<script type="text/plain" data-src="/x.js"></script>': (
        "this script waits for no service",
        "data-service=",
    ),
}


@pytest.mark.parametrize(("markup", "expected"), UNHEARD.items(), ids=range(len(UNHEARD)))
def test_what_speaks_to_the_banner_in_vain_is_told(
    read: Read, markup: str, expected: tuple[str, str]
) -> None:
    (line,) = told(read(GOOD), {"a.html": f"<p>\n\n{markup}"})

    assert line.startswith("a.html:3: ")
    assert expected[0] in line
    assert expected[1] in line.rpartition("; ")[2]


def test_an_item_that_its_service_has_not_is_told(read: Read) -> None:
    films = changed(
        ('use = "facebook-pixel"\npixel_id = "1234567890"', 'use = "youtube"\npurpose = "marketing"')
    )
    lines = told(
        read(films),
        {"a.html": '<div data-service=youtube data-embed="https://youtu.be/abcdefghijk"></div>'},
    )

    assert 'no item of "youtube" is called like this' in lines[-1]
    assert (
        told(read(films), {"a.html": "<div data-service=youtube data-embed=abcdefghijk></div>"}) == lines[:-1]
    )


HEARD = [
    '<li data-service="plumbing" data-id="7">',
    '<div data-src="/lazy.png" class="lozad"></div><img data-src="/lazy.png">',
    '<img data-service="count" src="/small.png" data-src="https://count.example/x.png">',
    '<video data-service="count" data-poster="/x.png" data-src="/x.mp4"></video>',
    '<template data-service="count"><form></form></template>',
    '<iframe data-service="count" data-srcdoc="<p>"></iframe>',
    '<html data-consent-account="anna">' + TAG,
    '<button data-consent-action="opt-out">',
    '<p data-consent="granted">',
]


@pytest.mark.parametrize("markup", HEARD, ids=range(len(HEARD)))
def test_what_the_banner_hears_or_is_not_meant_for_it_is_not_told(read: Read, markup: str) -> None:
    assert told(read(GOOD), {"a.html": markup}) == []


CALLS = {
    "<script>\nhj('event', 'sent');</script>": ("this calls hj of ", "calls wait for the consent"),
    "<script>\nsnaptr('track')</script>": ("this calls snaptr of Snapchat", 'or write calls = ["snaptr"]'),
    "<script>\nform.onsubmit = () => { window.ire('x') }</script>": (
        "ire of Impact",
        'declare use = "impact"',
    ),
    "<a>\n<button onclick=\"lintrk('track')\">": (
        "this calls lintrk of LinkedIn",
        "calls wait for the consent",
    ),
}


@pytest.mark.parametrize(("markup", "expected"), CALLS.items(), ids=range(len(CALLS)))
def test_code_that_calls_a_vendor_that_no_service_declares_is_told(
    read: Read, markup: str, expected: tuple[str, str]
) -> None:
    (line,) = told(read(GOOD), {"a.html": markup})

    assert line.startswith("a.html:2: ")
    assert expected[0] in line
    assert expected[1] in line


UNCALLED = [
    "<script>gtag('event', 'x'); fbq('track')</script>",
    "<script>function hj() {} hj('event')</script>",
    "<script>window._paq = window._paq || []; _paq.push(['x'])</script>",
    "<script>if (window.hj) hj('x')</script>",
    "<script>window.hj && hj('x')</script>",
    "<script>typeof hj === 'function' && hj('x')</script>",
    "<script>hj?.('x')</script>",
    "<script>// hj('x')\nsay('hj(1)')</script>",
    "<script>my.hj('x'); ahj('x')</script>",
    '<template data-service="count"><script>hj("x")</script></template>',
    '<script type="application/json">{"code": "hj(1)"}</script>',
]


@pytest.mark.parametrize("markup", UNCALLED, ids=range(len(UNCALLED)))
def test_code_that_asks_first_or_calls_a_declared_function_is_not_told(read: Read, markup: str) -> None:
    assert told(read(GOOD), {"a.html": markup}) == []


DEFERRED = '<script src="/consent/consent.js" defer></script><a data-consent-open></a>'
EARLY = {
    f"{DEFERRED}\n<script>gtag('event', 'x')</script>": True,
    f"<p>\n<script>count(1)</script>{TAG.replace(' defer', '')}": True,
    f"{TAG.replace(' defer', '')}\n<script>gtag('event', 'x')</script>": False,
    f"{DEFERRED}\n<script type=module>gtag('event', 'x')</script>": False,
    f"{DEFERRED}\n<script>on('click', () => gtag('event', 'x'))</script>": False,
    f"{DEFERRED}\n<script>function sent() {{ gtag('event', 'x') }}</script>": False,
    f"{DEFERRED}\n<button onclick=\"gtag('event')\"></button>": False,
}


@pytest.mark.parametrize(("markup", "early"), EARLY.items(), ids=range(len(EARLY)))
def test_a_call_before_the_stub_is_there_is_told(read: Read, markup: str, early: bool) -> None:
    lines = told(read(GOOD), {"a.html": markup})

    assert ["before the tag has brought its stub" in line for line in lines] == [True] * early


def test_a_site_with_every_tracker_and_no_tag_is_told_all_of_it(read: Read) -> None:
    page = "<!doctype html><html><head>" + CANONICAL + "".join(UNDECLARED) + "</head></html>"
    lines = grouped(advice(Path("consent.toml"), read(GOOD), {Path("a.html"): page}))
    found = [line for line in lines if line.startswith("advice: this contacts")]

    assert any(line.startswith("advice: this page has no tag of the banner") for line in lines)
    for name in ("33 Across", "YouTube", "SoundCloud"):
        assert any(name in line for line in found), name


def test_people_are_told_the_first_places_of_a_finding_and_how_many_more(read: Read) -> None:
    pages = {Path(f"{number:03}.html"): "<!doctype html>" for number in range(50)}
    lines = grouped(advice(Path("consent.toml"), read(GOOD), pages))
    at = next(number for number, line in enumerate(lines) if "no tag of the banner" in line)

    assert lines[at + 20 : at + 22] == ['  019.html: "consent/consent.js"', "  and 30 more places"]


@pytest.mark.parametrize("name", ["A.HTML", "a.htm", "deep/a.xhtml", "A.CSS"])
def test_check_reads_every_page_and_style_sheet_that_is_deployed(tmp_path: Path, name: str) -> None:
    text = '<img src="https://cdn.33across.com/x.png">'
    css = "a { background: url(https://cdn.33across.com/x.png) }"
    file = tmp_path / "site" / name
    file.parent.mkdir(parents=True)
    file.write_text(css if name.endswith("CSS") else text, "utf-8")
    declaration = tmp_path / "consent.toml"
    declaration.write_text(changed(('position = "top"', 'position = "top"\npages = "site"')), "utf-8")
    found, _ = pipeline.check(declaration, tmp_path / "dist")

    assert [one.file for one in found if "33 Across" in one.rule] == [file]
