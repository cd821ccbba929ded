"""Pages and caches: who is logged in gets every page anew and marked, and nobody gets the page of another."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from banner.server.marks import marked
from tests.matrix import combined
from tests.server.conftest import consent, entry, log_in, send

NEVER = "Sat, 01 Jan 2050 00:00:00 GMT"
PAGES = ["", "index.html", "docs/", "docs/index.html", "nothing-there"]


@pytest.fixture
def pages(dist: Path) -> Path:
    """A site with a folder of its own pages and one for what is not there, all compressed beside."""
    (dist / "docs").mkdir()
    page = (dist / "index.html").read_bytes()
    for path in ("index.html", "docs/index.html", "404.html"):
        (dist / path).write_bytes(page)
        for suffix in (".gz", ".br"):
            (dist / (path + suffix)).write_bytes(gzip.compress(page))
    return dist


def key(client: TestClient) -> str:
    """The opaque name of whoever is logged in."""
    return str(client.get("/api/consent/account").json()["account"])


def conditions(headers: dict[str, str]) -> list[dict[str, str]]:
    """All ways to ask for less than a page of which these are the *headers*."""
    tag, since = headers.get("etag", '"none"'), headers.get("last-modified", NEVER)
    return [
        {"If-None-Match": tag},
        {"If-None-Match": f'"other", W/{tag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": since},
        {"If-Modified-Since": NEVER},
        {"If-None-Match": tag, "If-Modified-Since": since},
        {"Range": "bytes=0-9"},
        {"Range": "bytes=20-"},
        {"Range": "bytes=0-9", "If-Range": tag},
        {"Range": "bytes=99999-"},
        {"Accept-Encoding": "gzip"},
        {"Accept-Encoding": "br"},
    ]


@pytest.mark.usefixtures("pages")
@combined(path=PAGES, method=["GET", "HEAD"])
@pytest.mark.attack("cached-page", "odd-page")
def test_whoever_is_logged_in_gets_each_page_whole_and_marked_whatever_the_browser_has(
    client: TestClient, path: str, method: str
) -> None:
    before = [client.get(f"/{path}", headers={"Accept-Encoding": one}) for one in ("identity", "gzip")]
    log_in(client)
    for known in before:
        for headers in conditions(dict(known.headers)):
            page = client.request(method, f"/{path}", headers=headers)

            assert page.status_code == known.status_code, headers
            assert page.headers["Cache-Control"] == "private, no-store"
            assert page.headers["Vary"] == "Cookie"
            assert not {"etag", "last-modified", "accept-ranges", "content-encoding"} & set(page.headers)
            if method == "GET":
                assert f'<html data-consent-account="{key(client)}" lang="en">' in page.text
                assert page.headers["Content-Length"] == str(len(page.content))
            else:
                assert page.content == b""
                assert int(page.headers["Content-Length"]) > len(before[0].content)


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("path", PAGES[:4])
@pytest.mark.attack("cached-page")
def test_nobodys_page_may_be_kept_and_asked_about_but_caches_know_that_it_depends_on_the_login(
    client: TestClient, path: str
) -> None:
    page = client.get(f"/{path}", headers={"Accept-Encoding": "identity"})
    again = client.get(
        f"/{path}", headers={"Accept-Encoding": "identity", "If-None-Match": page.headers["ETag"]}
    )

    assert (page.status_code, again.status_code) == (200, 304)
    for response in (page, again):
        assert "Cookie" in response.headers["Vary"]
        assert response.headers["Cache-Control"] == "no-cache"


def test_a_consent_of_the_account_is_in_the_very_next_page(client: TestClient) -> None:
    log_in(client)
    for name in ("a1", "a2"):
        send(client, entry(consent(name), scope="account"))
        assert f'"{key(client)}.{name}"' in client.get("/", headers={"If-Modified-Since": NEVER}).text


@pytest.mark.parametrize("end", ["logout", "other account", "forged", "lapsed"])
def test_no_page_keeps_the_mark_of_a_login_that_has_ended(client: TestClient, end: str) -> None:
    tag = client.get("/").headers["ETag"]
    log_in(client)
    first = key(client)
    if end in ("logout", "other account"):
        client.post("/account/logout")
    if end == "other account":
        log_in(client, "bert@example.com")
        assert f'"{key(client)}"' in client.get("/", headers={"If-None-Match": tag}).text
    if end == "forged":
        client.cookies.clear()
        client.cookies.set("account", "x" * 43)
    if end == "lapsed":
        client.cookies.clear()

    assert first not in client.get("/").text
    if end != "other account":
        assert client.get("/", headers={"If-None-Match": tag}).status_code == 304


def test_what_is_no_page_is_the_same_for_everybody(client: TestClient, pages: Path) -> None:
    script = pages / "consent/consent.js"
    script.write_text("let html = '<html >'; " * 50)
    (pages / "consent/consent.js.gz").write_bytes(gzip.compress(script.read_bytes()))
    log_in(client)
    got = client.get("/consent/consent.js", headers={"Accept-Encoding": "gzip"})
    again = {"Accept-Encoding": "gzip", "If-None-Match": got.headers["ETag"]}

    assert got.headers["Content-Encoding"] == "gzip"
    assert got.text == script.read_text()
    assert client.get("/consent/consent.js", headers=again).status_code == 304
    part = client.get("/consent/consent.js", headers={"Accept-Encoding": "", "Range": "bytes=4-7"})
    assert (part.status_code, part.text) == (206, "html")


MARK = ' data-consent-account="k.a"'
SHAPES = {
    "<!doctype html><html lang=en><p>x": f"<!doctype html><html{MARK} lang=en><p>x",
    "<!doctype html><html><p>x": f"<!doctype html><html{MARK}><p>x",
    "<!DOCTYPE HTML>\n<HTML LANG='it'>\n<p>x": f"<!DOCTYPE HTML>\n<HTML{MARK} LANG='it'>\n<p>x",
    '<!doctype html><html\n  class="no-js"\n>x': f'<!doctype html><html{MARK}\n  class="no-js"\n>x',
    "<html/><p>x": f"<html{MARK}/><p>x",
    "<!doctype html><title>no root</title>": f"<!doctype html><html{MARK}><title>no root</title>",
    "<html-viewer>x": f"<html{MARK}><html-viewer>x",
    "": f"<html{MARK}>",
    "just text <html lang=en>": f"<html{MARK}>just text <html lang=en>",
    "<!-- <html> -->\n<html>x": f"<!-- <html> -->\n<html{MARK}>x",
    "<!--><html>x": f"<!--><html{MARK}>x",
    "<!-- a --!><html>x": f"<!-- a --!><html{MARK}>x",
    "<!-- never closed <html>": f"<html{MARK}><!-- never closed <html>",
    '<?xml version="1.0"?><!doctype html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x.dtd"><html xmlns="y">x': (
        '<?xml version="1.0"?><!doctype html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x.dtd">'
        f'<html{MARK} xmlns="y">x'
    ),
    '<html data-consent-account="z">x': f'<html{MARK} data-consent-account="z">x',
}


@pytest.mark.parametrize("page", SHAPES)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_the_root_of_any_page_is_marked(page: str, codec: str) -> None:
    assert marked(page.encode(codec), "k.a") == SHAPES[page].encode(codec)


@pytest.mark.parametrize(
    "page",
    [
        "<!-- caffè --><html><p>è".encode("latin-1"),
        "<html><p>日本".encode("shift-jis"),
        b"<html>\xff\xfe\x00\xd8",
        "<html>x".encode("utf-16") + b"\xd8",
        "<html>".encode("utf-16") + b"\x00\xd8",
        b"\xff\xfe",
        b"\xff",
        b"<!--" * 50_000,
        b"<!" * 50_000,
    ],
)
@pytest.mark.attack("odd-page")
def test_no_page_is_too_odd_to_be_marked_and_nothing_else_of_it_changes(
    client: TestClient, dist: Path, page: bytes
) -> None:
    (dist / "index.html").write_bytes(page)
    log_in(client)
    got = client.get("/")

    assert got.status_code == 200
    wide = page[:2] == b"\xff\xfe"
    mark = f' data-consent-account="{key(client)}"'
    codec = "utf-16-le" if wide else "latin-1"
    assert mark.encode(codec) in got.content
    rest = got.content.replace(mark.encode(codec), b"").replace("<html>".encode(codec), b"")
    assert rest == page.replace("<html>".encode(codec), b"")
