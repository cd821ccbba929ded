"""What an observer sees of pages: whom they contact, what they keep, and who does it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

import pytest

from banner.observe.kinds import Beacon, Cookie, Frame, Hint, Observation, Request, Socket, Stored, Worker
from tests.support.engines.patience import PATIENCE
from tests.support.sites import Answer

if TYPE_CHECKING:
    from banner.observe.observer import Observer
    from tests.support.sites import Sites

Kind = TypeVar("Kind", bound=Observation)
SCRIPT = "text/javascript"


def seen(observer: Observer, sites: Sites, address: str) -> list[Observation]:
    """What is seen of the page at *address*."""
    page = observer.new_page()
    observer.visit(page, sites.url(address))
    return observer.take(page)


def of(kind: type[Kind], found: list[Observation]) -> list[Kind]:
    """Those of one *kind*."""
    return [one for one in found if isinstance(one, kind)]


def to(host: str, found: list[Observation]) -> Request:
    """The first request to *host*."""
    return next(one for one in of(Request, found) if one.host == host)


@pytest.mark.smoke("thorough")
def test_the_hosts_cookies_and_storage_of_a_page_are_seen(observer: Observer, sites: Sites) -> None:
    sites["site.test/"] = """<!doctype html><title>Site</title>
        <link rel="preload" as="image" href="http://ahead.test:PORT/a.gif">
        <script src="http://vendor.test:PORT/tag.js"></script>
        <img src="http://pixel.test:PORT/p.gif">"""
    sites["vendor.test/tag.js"] = Answer("document.cookie = '_v=1'; localStorage.setItem('v', '1');", SCRIPT)
    found = seen(observer, sites, "site.test/")

    assert {one.host for one in of(Request, found)} >= {"site.test", "vendor.test", "pixel.test"}
    assert [(one.host, one.rel) for one in of(Hint, found)] == [("ahead.test", "preload")]
    assert [(one.name, one.domain, one.how) for one in of(Cookie, found)] == [("_v", "site.test", "script")]
    assert [(one.area, one.name) for one in of(Stored, found)] == [("local", "v")]
    (cookie,), (stored,) = of(Cookie, found), of(Stored, found)
    assert cookie.initiator.place.url == stored.initiator.place.url == sites.url("vendor.test/tag.js")


@pytest.mark.parametrize("rel", ["preconnect", "dns-prefetch", "prefetch", "modulepreload"])
def test_links_that_contact_a_host_ahead_are_seen(observer: Observer, sites: Sites, rel: str) -> None:
    sites["site.test/"] = f"<!doctype html>\n<link rel='{rel}' href='http://ahead.test:PORT/'>"
    (hint,) = of(Hint, seen(observer, sites, "site.test/"))

    assert (hint.host, hint.rel, hint.initiator.place.line) == ("ahead.test", rel, 2)


@pytest.mark.needs("the lines of pages")
def test_who_asks_is_told_with_the_line(observer: Observer, sites: Sites) -> None:
    sites["site.test/"] = """<!doctype html>
<title>Site</title>
<script src="http://vendor.test:PORT/tag.js"></script>
<script>
  new Image().src = 'http://inline.test:PORT/i.gif';
</script>"""
    sites["vendor.test/tag.js"] = Answer("\nfetch('http://deep.test:PORT/d', {mode: 'no-cors'});", SCRIPT)
    found = seen(observer, sites, "site.test/")

    by = to("vendor.test", found).initiator
    assert (by.kind, by.place.line, by.text) == (
        "element",
        3,
        f'<script src="{sites.url("vendor.test/tag.js")}">',
    )
    by = to("inline.test", found).initiator
    assert (by.kind, by.place.url, by.place.line) == ("script", sites.url("site.test/"), 5)
    by = to("deep.test", found).initiator
    assert (by.kind, by.place.url, by.place.line) == ("script", sites.url("vendor.test/tag.js"), 2)


def test_cookies_of_headers_are_seen_with_their_attributes(observer: Observer, sites: Sites) -> None:
    sites["site.test/"] = Answer(
        "<!doctype html><img src='http://pixel.test:PORT/p.gif'>",
        headers=(("Set-Cookie", "own=1; HttpOnly; Max-Age=864000; Path=/"),),
    )
    sites["pixel.test/p.gif"] = Answer("", "image/gif", (("Set-Cookie", "theirs=2; Max-Age=86400; Secure"),))
    own, theirs = sorted(of(Cookie, seen(observer, sites, "site.test/")), key=lambda one: one.name)

    assert (own.name, own.http_only, own.how, own.kept) == ("own", True, "header", True)
    assert own.days == pytest.approx(10, abs=0.1)
    assert own.initiator.place.url == sites.url("site.test/")
    # A browser takes it only over https, but the vendor wanted to set it.
    assert (theirs.domain, theirs.how, theirs.kept) == ("pixel.test", "header", False)
    assert theirs.days == pytest.approx(1, abs=0.1)


@pytest.mark.needs("the requests behind a request")
def test_redirects_are_seen_hop_by_hop(observer: Observer, sites: Sites) -> None:
    sites["site.test/"] = "<!doctype html>\n<img src='http://one.test:PORT/a'>"
    sites["one.test/a"] = Answer(status=302, headers=(("Location", "http://two.test:PORT/b"),))
    found = seen(observer, sites, "site.test/")

    assert to("two.test", found).redirected_from == sites.url("one.test/a")
    assert to("two.test", found).initiator.place.line == 2


def test_beacons_and_sockets_are_seen(observer: Observer, sites: Sites) -> None:
    sites["site.test/"] = """<!doctype html><script>
        navigator.sendBeacon('http://beacon.test:PORT/b', 'x');
        new WebSocket('ws://socket.test:PORT/s');
        </script>"""
    found = seen(observer, sites, "site.test/")

    assert [one.host for one in of(Beacon, found)] == ["beacon.test"]
    assert to("beacon.test", found).beacon
    assert [one.host for one in of(Socket, found)] == ["socket.test"]


@pytest.mark.needs("frames in frames")
def test_frames_in_frames_are_seen(observer: Observer, sites: Sites) -> None:
    sites["site.test/"] = '<!doctype html><iframe src="http://outer.test:PORT/"></iframe>'
    sites["outer.test/"] = '<iframe src="http://inner.test:PORT/"></iframe>'
    sites["inner.test/"] = '<img src="http://pixel.test:PORT/p.gif">'
    found = seen(observer, sites, "site.test/")

    assert [(one.host, one.depth) for one in of(Frame, found)] == [("outer.test", 1), ("inner.test", 2)]
    assert to("pixel.test", found).frame == sites.url("inner.test/")


@pytest.mark.thorough
@pytest.mark.needs("the requests behind a request")
@pytest.mark.needs("the requests of workers")
def test_what_workers_do_is_seen(observer: Observer, sites: Sites) -> None:
    sites["here/"] = """<!doctype html><script>
        new SharedWorker('/shared.js');
        new Worker('/dedicated.js');
        navigator.serviceWorker.register('/service.js');
        </script>"""
    theirs = {"shared.test", "dedicated.test", "service.test"}
    for kind in ("shared", "dedicated", "service"):
        # Again and again: what a shared worker asks for in its first moments may be missed. A page is quiet
        # in between.
        ask = f"fetch('http://{kind}.test:PORT/', {{mode: 'no-cors'}})"
        code = f"setTimeout(() => {ask}, 200); setInterval(() => {ask}, 3000);"
        sites[f"here/{kind}.js"] = Answer(code, SCRIPT)
    page = observer.new_page()
    observer.visit(page, sites.url("here/"))
    # A worker may begin to ask only after the page has been quiet for a while.
    found, end = observer.take(page), time.monotonic() + PATIENCE
    while not theirs <= {one.host for one in of(Request, found)} and time.monotonic() < end:
        observer.settle(page)
        found += observer.take(page)

    assert sorted(one.kind for one in of(Worker, found)) == ["dedicated", "service", "shared"]
    assert theirs <= {one.host for one in of(Request, found)}
    assert to("service.test", found).worker == sites.url("here/service.js")


def test_all_kinds_of_storage_are_seen_with_who_has_written(observer: Observer, sites: Sites) -> None:
    sites["here/"] = '<!doctype html><script src="/tag.js"></script>'
    sites["here/tag.js"] = Answer(
        """localStorage.setItem('a', '1');
        sessionStorage.setItem('b', '1');
        indexedDB.open('c');
        caches.open('d');
        localStorage.setItem('gone', '1'); localStorage.removeItem('gone');
        localStorage.direct = '1';
        cookieStore.set('e', '1');""",
        SCRIPT,
    )
    found = seen(observer, sites, "here/")

    stored = {(one.area, one.name): one for one in of(Stored, found)}
    assert set(stored) == {
        ("local", "a"),
        ("session", "b"),
        ("indexeddb", "c"),
        ("cache", "d"),
        ("local", "gone"),
        ("local", "direct"),
    }
    assert [stored[one].initiator.place.line for one in (("local", "a"), ("session", "b"))] == [1, 2]
    assert stored["local", "direct"].initiator.kind == "unknown"
    assert [(one.name, one.how, one.initiator.place.line) for one in of(Cookie, found)] == [
        ("e", "script", 7)
    ]


def test_only_what_is_new_is_told_a_second_time(observer: Observer, sites: Sites) -> None:
    sites["site.test/"] = "<!doctype html><script>document.cookie = 'a=1'; localStorage.a = 1</script>"
    sites["site.test/next"] = "<!doctype html><script>document.cookie = 'b=1'</script>"
    page = observer.new_page()
    observer.visit(page, sites.url("site.test/"))
    observer.take(page)
    observer.visit(page, sites.url("site.test/next"))
    found = observer.take(page)

    assert {one.page for one in found} == {sites.url("site.test/next")}
    assert [one.name for one in of(Cookie, found)] == ["b"]
    assert of(Stored, found) == []
    kept = observer.kept(page)
    assert sorted(one.name for one in kept.cookies) == ["a", "b"]
    assert [one.name for one in kept.stored] == ["a"]


def test_what_a_policy_forbids_has_contacted_nobody(observer: Observer, sites: Sites) -> None:
    policy = (("Content-Security-Policy", "img-src 'self'"),)
    sites["site.test/"] = Answer("<!doctype html><img src='http://pixel.test:PORT/'>", headers=policy)
    found = seen(observer, sites, "site.test/")

    assert [one.host for one in of(Request, found) if not one.blocked] == ["site.test"]
    assert "pixel.test/" not in sites.asked


def test_a_page_that_never_rests_is_left_in_the_end(observer: Observer, sites: Sites) -> None:
    sites["site.test/"] = "<!doctype html><script>setInterval(() => fetch('/again'), 20)</script>"
    page = observer.new_page()
    observer.patience = type(observer.patience)(quiet=60, ceiling=0.3)
    observer.visit(page, sites.url("site.test/"))

    assert "site.test/again" in sites.asked


def test_a_page_goes_on_as_if_nobody_looked(observer: Observer, sites: Sites) -> None:
    sites["site.test/"] = """<!doctype html><script>
        document.cookie = 'a=1';
        const worker = new Worker(URL.createObjectURL(new Blob([''])));
        window.all = [
          document.cookie, worker instanceof Worker, WebSocket.OPEN, localStorage.setItem.name,
          navigator.sendBeacon.length, typeof localStorage.setItem('k', 'v'),
        ];
        </script>"""
    page = observer.new_page()
    observer.visit(page, sites.url("site.test/"))

    assert page.evaluate("all") == ["a=1", True, 1, "setItem", 1, "undefined"]


ASKS = {
    "picture": "new Image().src = '%s'",
    "set of pictures": "new Image().srcset = '%s 1x'",
    "attribute": "document.createElement('img').setAttribute('src', '%s')",
    "frame": "document.body.append(Object.assign(document.createElement('iframe'), { src: '%s' }))",
    "style sheet": "document.head.append(Object.assign(document.createElement('link'), "
    "{ rel: 'stylesheet', href: '%s' }))",
    "fetch": "fetch('%s')",
    "fetch of a request": "fetch(new Request('%s', { mode: 'no-cors' }))",
    "call": "const call = new XMLHttpRequest(); call.open('GET', '%s'); call.send()",
    "stream": "new EventSource('%s')",
}


@pytest.mark.needs("the lines of pages")
@pytest.mark.parametrize("code", ASKS.values(), ids=ASKS.keys())
@pytest.mark.smoke("thorough")
def test_the_line_of_the_script_that_asks_is_told(observer: Observer, sites: Sites, code: str) -> None:
    ask = code % "http://vendor.test:PORT/x"
    sites["site.test/"] = f"<!doctype html><body>\n<script>\n\n{ask};\n</script>"
    request = to("vendor.test", seen(observer, sites, "site.test/"))

    assert (request.initiator.kind, request.initiator.place.line) == ("script", 4)


def test_a_cookie_that_was_written_and_erased_is_told(observer: Observer, sites: Sites) -> None:
    sites["site.test/"] = "<!doctype html><title>Site</title><script src='/tag.js'></script>"
    sites["site.test/tag.js"] = Answer(
        """
        document.cookie = 'probe=1; Max-Age=60';
        document.cookie = 'probe=; Max-Age=0';
        document.cookie = 'never=; Expires=Thu, 01 Jan 1970 00:00:00 GMT';
        """,
        SCRIPT,
    )
    (cookie,) = of(Cookie, seen(observer, sites, "site.test/"))

    assert (cookie.name, cookie.domain, cookie.kept, cookie.how) == ("probe", "site.test", False, "script")


@pytest.mark.needs("who sets a property")
def test_a_cookie_is_told_with_the_line_that_has_written_it(observer: Observer, sites: Sites) -> None:
    sites["site.test/"] = "<!doctype html><title>Site</title><script src='/tag.js'></script>"
    sites["site.test/tag.js"] = Answer("\ndocument.cookie = 'kept=1';", SCRIPT)
    (cookie,) = of(Cookie, seen(observer, sites, "site.test/"))

    assert (cookie.name, cookie.kept, cookie.how) == ("kept", True, "script")
    assert (cookie.initiator.place.url, cookie.initiator.place.line) == (sites.url("site.test/tag.js"), 2)
