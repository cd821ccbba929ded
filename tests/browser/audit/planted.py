"""Leaks, each planted into the clean site: what is changed, where, and what an audit has to say of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

INDEX, GERMAN, BLOG = "index.html", "de/index.html", "blog/index.html"
STYLE, BASKET = "assets/shop.css", "assets/basket.js"
HEAD, BODY = "<!-- head -->", "<!-- body -->"


@dataclass(frozen=True)
class Leak:
    """Leak called *id*: *new* stands for *old* in a *file*, and an audit of *phases* finds *rule*.

    What it tells has *what* in it. What has caused it has *by* in it, and is on the line of *new* that has
    *at*. *files* are added to the site, by path, and *headers* to the answer of the file. *pages* are those
    that are audited. *also* are further rules that the same leak breaks. *declared* replaces a text of the
    declaration. *resolve* has other names of hosts. *dim* are the engines that do not tell the cause, and
    *unseen* those that do not tell the leak itself, as a report on them says.
    """

    id: str
    rule: str
    what: str
    new: str
    old: str = BODY
    file: str = INDEX
    by: str = ""
    at: str = ""
    phases: tuple[str, ...] = ("undecided",)
    pages: tuple[str, ...] = (INDEX,)
    files: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    declared: tuple[str, str] = ("", "")
    resolve: dict[str, list[str]] = field(default_factory=dict)
    dim: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()


def script(*lines: str) -> str:
    """Return an inline script of a page."""
    return "\n".join(["<script>", *lines, "</script>"])


def pixel(name: str) -> str:
    """Return an address of the pixel of Facebook, which tells who asks."""
    return f"https://www.facebook.com/tr?id={name}"


def send(name: str) -> str:
    """Return JavaScript that asks for that pixel."""
    return f"  new Image().src = '{pixel(name)}';"


def fetch(name: str) -> str:
    """Return JavaScript that calls Google Analytics."""
    return f"fetch('https://region1.google-analytics.com/g/collect?v={name}', {{ mode: 'no-cors' }});"


def once(event: str, name: str) -> str:
    """Return a script that asks for the pixel at the first *event*."""
    return script(f"addEventListener('{event}', () => {{", send(name), "}, { once: true });")


def when(condition: str, *lines: str) -> str:
    """Return a script that does something once the consent of a page is known, on a condition."""
    return script(
        "addEventListener('load', () => consent.ready.then(() => {", f"  if ({condition})", *lines, "}));"
    )


def early(id: str, what: str, new: str, **more: Any) -> Leak:
    """Return a leak that contacts the host of a service that was not granted."""
    return Leak(id, "early-contact", what, new, **more)


def unknown(id: str, new: str, **more: Any) -> Leak:
    """Return a leak that contacts a host that nobody declares, which has the name of the leak in its path."""
    return Leak(id, "undeclared-host", f"https://partner.unknown.test/{id}", new, **more)


def keeps(id: str, what: str, code: str, **more: Any) -> Leak:
    """Return a leak that keeps something that nobody declares, by a line of an inline script."""
    return Leak(id, "undeclared-storage", what, script(code), by="<script>", at=code, **more)


def link(rel: str, href: str, *, more: str = "") -> dict[str, str]:
    """Return a link in the head of a page, and where it is."""
    return {
        "new": f'<link rel="{rel}"{more} href="{href}">',
        "old": HEAD,
        "by": f'<link rel="{rel}"',
        "at": href,
    }


def tag(text: str) -> dict[str, str]:
    """Return an element, and where it is."""
    return {"new": text, "by": text.partition(" ")[0], "at": text}


_FBEVENTS = "https://connect.facebook.net/en_US/fbevents.js"
_GTAG = "https://www.googletagmanager.com/gtag/js?id=G-SHOP123456"
_WORKER = "https://region1.google-analytics.com/g/collect?v="

# What contacts a host before anything is decided.
REQUESTS = (
    early("image", pixel("image"), **tag(f'<img src="{pixel("image")}" alt="">')),
    early("script", _GTAG, **tag(f'<script async src="{_GTAG}"></script>')),
    early(
        "script-of-a-script",
        _FBEVENTS,
        script(
            "const one = document.createElement('script');",
            f"document.head.append(Object.assign(one, {{ src: '{_FBEVENTS}' }}));",
        ),
        by="<script>",
        at="document.head.append",
    ),
    early("fetch", "collect?v=fetch", script(fetch("fetch")), by="<script>", at="fetch("),
    early(
        "minified",
        "collect?v=minified",
        f"<b>\U0001f36a</b><script id=a>{fetch('minified')}</script><script>var later = 1</script>",
        by="<script id=a>",
        at="fetch(",
    ),
    early(
        "xhr",
        "https://a.clarity.ms/collect",
        script(
            "const call = new XMLHttpRequest();",
            "call.open('POST', 'https://a.clarity.ms/collect'); call.send();",
        ),
        by="<script>",
        at="call.send",
    ),
    early(
        "beacon",
        "https://in.hotjar.com/beacon",
        script("navigator.sendBeacon('https://in.hotjar.com/beacon');"),
        at="sendBeacon",
    ),
    early(
        "frame",
        "https://www.youtube-nocookie.com/embed/x",
        **tag('<iframe src="https://www.youtube-nocookie.com/embed/x"></iframe>'),
    ),
    early(
        "style-sheet",
        "https://fonts.googleapis.com/css2?family=Roboto",
        **link("stylesheet", "https://fonts.googleapis.com/css2?family=Roboto"),
    ),
    early(
        "import",
        "family=Lato",
        "<style>@import 'https://fonts.googleapis.com/css2?family=Lato';</style>",
        old=HEAD,
        by="/",
    ),
    early(
        "background",
        "https://i.vimeocdn.com/video.jpg",
        "body { background: url(https://i.vimeocdn.com/video.jpg); }\nbody {",
        old="body {",
        file=STYLE,
        by=STYLE,
        dim=("firefox",),
    ),
    early(
        "font",
        "https://fonts.gstatic.com/inter.woff2",
        "@font-face { font-family: X; src: url(https://fonts.gstatic.com/inter.woff2) }\n"
        "h1 { font-family: X }",
        old="/* fonts */",
        file=STYLE,
        by=STYLE,
        dim=("firefox",),
    ),
    early(
        "preconnect",
        "preconnect https://fonts.gstatic.com",
        **link("preconnect", "https://fonts.gstatic.com"),
    ),
    early(
        "dns-prefetch",
        "dns-prefetch https://player.vimeo.com",
        **link("dns-prefetch", "https://player.vimeo.com"),
    ),
    early(
        "preload",
        "https://analytics.tiktok.com/i18n/pixel/events.js",
        **link("preload", "https://analytics.tiktok.com/i18n/pixel/events.js", more=' as="script"'),
    ),
    early(
        "socket",
        "socket wss://ws.hotjar.com/api",
        script("new WebSocket('wss://ws.hotjar.com/api');"),
        by="<script>",
        at="WebSocket",
    ),
    early(
        "event-source",
        "https://js.intercomcdn.com/events",
        script("new EventSource('https://js.intercomcdn.com/events');"),
        at="EventSource",
    ),
    early(
        "worker",
        f"{_WORKER}worker",
        script("new Worker('/assets/worker.js');"),
        files={"assets/worker.js": fetch("worker")},
    ),
    early(
        "service-worker",
        f"{_WORKER}service",
        script("navigator.serviceWorker.register('/assets/service.js');"),
        by="service.js",
        files={"assets/service.js": fetch("service")},
        unseen=("firefox",),
    ),
    unknown(
        "shared-worker",
        script("new SharedWorker('/assets/shared.js');"),
        by="shared.js",
        files={
            # Again and again: what it asks for in its first moments may be missed.
            "assets/shared.js": "const ask = () => fetch('https://partner.unknown.test/shared-worker');"
            "setTimeout(ask, 200); setInterval(ask, 3000);"
        },
        unseen=("firefox",),
    ),
    early(
        "module",
        "https://static.hotjar.com/c/hotjar-1.js",
        '<script type="module">\nimport "https://static.hotjar.com/c/hotjar-1.js";\n</script>',
    ),
    early(
        "written",
        "https://widget.intercom.io/widget/shop",
        script("document.write('<script src=\"https://widget.intercom.io/widget/shop\"><\\/script>');"),
        by="/",
    ),
    early(
        "srcset",
        "https://px.ads.linkedin.com/collect",
        **tag('<img srcset="https://px.ads.linkedin.com/collect?fmt=gif 1x" alt="">'),
    ),
    early(
        "poster",
        "https://i.vimeocdn.com/poster.jpg",
        **tag('<video poster="https://i.vimeocdn.com/poster.jpg"></video>'),
    ),
    early(
        "object", "https://www.youtube.com/v/x", **tag('<object data="https://www.youtube.com/v/x"></object>')
    ),
    early(
        "shadow-tree",
        pixel("shadow"),
        script(
            "const host = document.body.appendChild(document.createElement('div'));",
            "const tree = host.attachShadow({ mode: 'closed' });",
            f"tree.innerHTML = '<img src=\"{pixel('shadow')}\">';",
        ),
        by="<script>",
    ),
    early(
        "own-frame",
        pixel("inner"),
        '<iframe src="/inner.html"></iframe>',
        files={"inner.html": f'<!doctype html><title>x</title><img src="{pixel("inner")}" alt="">'},
        by="inner.html",
    ),
    early("redirect", pixel("redirect"), **tag('<img src="/out" alt="">')),
    early(
        "late",
        pixel("late"),
        script("setTimeout(() => {", send("late"), "}, 300);"),
        by="<script>",
        at="new Image",
    ),
    early("scrolled", pixel("scrolled"), once("scroll", "scrolled"), by="<script>", at="new Image"),
    early("tabbed", pixel("tabbed"), once("focusin", "tabbed"), by="<script>", at="new Image"),
    early("moved", pixel("moved"), once("pointermove", "moved"), by="<script>", at="new Image"),
    unknown("unknown-host", **tag('<script src="https://partner.unknown.test/unknown-host"></script>')),
    Leak(
        "cloaked",
        "cloaked-host",
        "another name of shop.matomo.cloud",
        **tag('<img src="http://metrics.shop.localhost/matomo.php" alt="">'),
        resolve={"metrics.shop.localhost": ["shop.matomo.cloud"]},
    ),
)

# What keeps something before anything is decided.
STORAGE = (
    keeps("cookie", "cookie visitor", "document.cookie = 'visitor=1; Max-Age=9999';"),
    Leak(
        "cookie-of-a-service",
        "early-storage",
        "cookie _ttp",
        script("document.cookie = '_ttp=1; Max-Age=7776000';"),
        by="<script>",
        at="_ttp",
    ),
    Leak(
        "cookie-of-a-file",
        "undeclared-storage",
        "cookie guest",
        'document.cookie = "guest=1";',
        old="// further",
        file=BASKET,
        by='<script src="/assets/basket.js">',
        at="guest",
    ),
    Leak(
        "cookie-of-the-server",
        "undeclared-storage",
        "cookie token",
        "",
        headers={"Set-Cookie": "token=1; HttpOnly"},
        by="/",
    ),
    keeps("local-storage", "localStorage visitor", "localStorage.setItem('visitor', 1);"),
    keeps("session-storage", "sessionStorage visit", "sessionStorage.setItem('visit', 1);"),
    keeps("indexed-db", "IndexedDB visits", "indexedDB.open('visits');"),
    keeps("cache-storage", "Cache storage pages", "caches.open('pages');"),
    Leak(
        "lifetime",
        "lifetime",
        "cookie basket",
        "31536000",
        old="604800",
        file=BASKET,
        by=BASKET,
        at="31536000",
    ),
    Leak(
        "party",
        "party",
        "cookie MUID",
        script("document.cookie = 'MUID=1; Max-Age=9999';"),
        by="<script>",
        at="MUID",
    ),
)

# What happens in a phase only.
PHASES = (
    early(
        "denied",
        pixel("denied"),
        when("consent.get().action === 'deny-all'", send("denied")),
        phases=("denied",),
        by="<script>",
        at="new Image",
    ),
    early(
        "next-page",
        pixel("next"),
        when("consent.get().state === 'denied'", send("next")),
        file=BLOG,
        pages=(INDEX, BLOG),
        phases=("denied",),
        at="new Image",
    ),
    early(
        "dismissed",
        pixel("dismissed"),
        when("consent.get().action === 'dismiss'", send("dismissed")),
        phases=("dismissed",),
        at="new Image",
    ),
    early(
        "by-another-service",
        "https://www.clarity.ms/tag/abcdefghij",
        '<script type="text/plain" data-service="youtube" data-src="https://www.clarity.ms/tag/abcdefghij"></script>',
        phases=("alone:youtube",),
        by='data-service="youtube"',
        at="data-service",
    ),
    early(
        "item-by-another-service",
        "https://www.google.com/maps/embed?pb=!1m18!1m12, of google-maps",
        '<iframe data-service="google-recaptcha"'
        ' data-src="https://www.google.com/maps/embed?pb=!1m18!1m12"></iframe>',
        phases=("alone:google-recaptcha",),
        by='data-service="google-recaptcha"',
        at="data-service",
    ),
    early(
        "one-embed",
        "collect?v=embed",
        script(
            "addEventListener('click', ({ target }) => {",
            "  if (target.closest('.consent-placeholder'))",
            fetch("embed"),
            "}, true);",
        ),
        phases=("embed:youtube",),
        at="fetch(",
    ),
    unknown(
        "fourth-party",
        '<script type="text/plain" data-service="clarity" data-src="/assets/sync.js"></script>',
        files={"assets/sync.js": "new Image().src = 'https://partner.unknown.test/fourth-party';"},
        phases=("accepted",),
        by="sync.js",
    ),
    Leak(
        "after-withdrawal",
        "kept-after-withdrawal",
        "cookie _fbp",
        when("consent.get().state === 'denied'", "document.cookie = '_fbp=1; Max-Age=7776000';"),
        phases=("withdrawn",),
        by="<script>",
        at="_fbp",
    ),
    early(
        "call-after-withdrawal",
        pixel("withdrawn"),
        script(
            "document.addEventListener('consent:change', ({ detail }) => {",
            "  if (detail.granted[0]) name = 'was';",
            "});",
            "addEventListener('load', () => {",
            "  if (name === 'was')",
            send("withdrawn"),
            "});",
        ),
        phases=("withdrawn",),
        at="new Image",
    ),
    early(
        "expired",
        pixel("expired"),
        script("if (/granted[^D]*facebook-pixel/.test(document.cookie))", send("expired")),
        phases=("expired",),
        at="new Image",
    ),
    early(
        "signal",
        pixel("signal"),
        when("navigator.globalPrivacyControl", send("signal")),
        phases=("gpc",),
        at="new Image",
    ),
    early(
        "sold-under-the-signal",
        pixel("sold"),
        when("consent.get().granted.length && navigator.globalPrivacyControl", send("sold")),
        phases=("gpc-accepted",),
        at="new Image",
    ),
    unknown(
        "other-tab",
        script(
            "addEventListener('storage', () => {",
            "  new Image().src = 'https://partner.unknown.test/other-tab';",
            "});",
        ),
        phases=("other-tab",),
        by="<script>",
        at="new Image",
    ),
)

# What is wrong with the banner itself: those that go together in one site, and others.
BANNER = (
    Leak(
        "tag-missing",
        "no-banner",
        "has no banner",
        "",
        old='<script src="/consent/consent.js" defer></script>',
        file=GERMAN,
        pages=(INDEX, GERMAN),
    ),
    Leak(
        "no-way-back",
        "no-way-back",
        "nothing in the page",
        "",
        old=' <a href="#" data-consent-open>Privacy settings</a>',
        file=BLOG,
        pages=(BLOG,),
    ),
    Leak(
        "pale-denial",
        "unequal-buttons",
        "the opacity of accept-all (1) and of deny-all (0.4)",
        "<style>#consent-banner [data-consent-action=deny-all] { opacity: 0.4 !important }</style>",
        old=HEAD,
    ),
    Leak("dead-link", "broken-page", "404", "", pages=(INDEX, "gone.html")),
)
OTHERS = (
    Leak("shorter", "shorter-lifetime", "cookie basket", "86400", old="604800", file=BASKET, at="86400"),
    Leak(
        "small-denial",
        "unequal-buttons",
        "deny-all (9px)",
        "<style>#consent-banner [data-consent-action=deny-all] { font-size: 9px !important }</style>",
        old=HEAD,
    ),
    Leak(
        "hidden-denial",
        "unequal-buttons",
        "deny-all cannot be seen",
        "<style>#consent-banner [data-consent-action=deny-all] { display: none !important }</style>",
        old=HEAD,
    ),
    Leak(
        "hidden-banner",
        "wrong-state",
        "does not ask",
        "<style>#consent-banner { display: none !important }</style>",
        old=HEAD,
        also=("unequal-buttons",),
    ),
    Leak(
        "another-record",
        "wrong-record",
        "lives 10 days",
        when(
            "document.cookie.includes('consent=')",
            "  document.cookie = /consent=([^;]+)/.exec(document.cookie)[0]",
            "    + '; Max-Age=864000; Path=/; SameSite=Lax';",
        ),
        phases=("denied",),
    ),
    Leak(
        "another-declaration",
        "wrong-record",
        "revision",
        "",
        declared=('use = "tiktok-pixel"', 'use = "tiktok-pixel", id = "clips"'),
        phases=("denied",),
    ),
)

LEAKS = (*REQUESTS, *STORAGE, *PHASES, *BANNER, *OTHERS)
