"""A scan from the first page to the declaration, with all hosts answered on this machine."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import BrowserContext, Route

from banner import cli
from banner.build import pipeline
from banner.observe import browsers, cloaks
from banner.scan import consent_tools, walk
from tests.browser.scan.conftest import SOON
from tests.support.sites import Answer, Sites

if TYPE_CHECKING:
    from tests.support.engines import Engine

GTAG = "https://www.googletagmanager.com/gtag/js?id=G-ABC1234567"
PAGE = f"""<!doctype html><html lang="en"><title>Shop</title>
<script async src="{GTAG}"></script>
<script>
  window.dataLayer = window.dataLayer || [];
  function gtag() {{ dataLayer.push(arguments); }}
  gtag('config', 'G-ABC1234567');
</script>
<iframe src="https://www.youtube-nocookie.com/embed/abcdefghijk" title="Film"></iframe>
<script src="https://w.nobody.example/w.js"></script>
<a href="second.html">Second</a>"""


def vendor(route: Route) -> None:
    """Answer for hosts of others, as their scripts would."""
    code = {"www.googletagmanager.com": "document.cookie = '_ga=1;max-age=9999'"}
    host = route.request.url.split("/")[2]
    kind = "text/html" if route.request.resource_type == "document" else "text/javascript"
    route.fulfill(body=code.get(host, ""), content_type=kind)


@pytest.fixture
def run(
    browser: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Run the command in the browser of the tests; what it writes is given with the exit code."""

    def new_context(**options: Any) -> BrowserContext:
        context = browser.new_context(**options)
        outside = lambda url: not url.startswith("http://")  # noqa: E731 - ours are all without s
        context.route(outside, vendor)
        return context  # type: ignore[return-value]

    @contextlib.contextmanager
    def opened(*_: object, **__: object) -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(new_context=new_context)

    def command(*arguments: str | Path) -> tuple[int, str]:
        code = cli.main(["scan", "--delay", "0", *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out + said.err

    monkeypatch.setattr(browsers, "opened", opened)
    monkeypatch.setattr(cloaks, "aliases", lambda _: [])
    monkeypatch.setattr(walk.Manner, "patience", SOON)
    return command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site of two pages."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.html").write_text(PAGE, encoding="utf-8")
    (pages / "second.html").write_text("<!doctype html><title>Second</title>", encoding="utf-8")
    return pages


@pytest.mark.smoke("thorough")
def test_a_folder_is_scanned_to_a_declaration_that_builds_and_what_waits_is_found_no_more(
    run: Callable[..., tuple[int, str]], folder: Path, tmp_path: Path
) -> None:
    called = ("unsubscribe.html", "how-to-remove-stains.html")
    for name in called:
        (folder / name).write_text("<!doctype html>", encoding="utf-8")
    out, told = tmp_path / "consent.toml", tmp_path / "scan.json"
    code, said = run(folder, "--pages", "1", "--out", out, "--json", told)

    assert code == 0
    # All pages of a folder are visited, whatever they are called and however many.
    assert "4 pages seen" in said
    assert "left out" not in said
    assert "Google" in said
    assert "_ga" in said
    text = out.read_text(encoding="utf-8")
    assert 'analytics_id = "G-ABC1234567"' in text
    assert 'use = "youtube"' in text
    assert 'hosts = ["w.nobody.example"]' in text
    pipeline.check(out, tmp_path / "dist")
    found = json.loads(told.read_text(encoding="utf-8"))
    assert "value" not in {key for one in found["observations"] for key in one}
    assert [(one["file"], one["line"], one["what"], one["service"]) for one in found["changes"]] == [
        ("index.html", 2, "remove", "google"),
        ("index.html", 3, "remove", "google"),
        ("index.html", 8, "block", "youtube"),
        ("index.html", 9, "block", "nobody-example"),
    ]
    assert {*called} <= {one.rpartition("/")[2] for one in found["pages"]}
    injected = ["inject", str(folder), "--block", str(told), "--config", str(out), "--src", "/c.js"]
    assert cli.main(injected) == 0
    page = folder / "index.html"
    text = page.read_text(encoding="utf-8")
    for one in found["changes"]:
        if one["what"] == "remove":
            lines = PAGE.split("\n")[one["line"] - 1 : max(one["line"], one["end"])]
            text = text.replace("\n".join(lines), "")
    page.write_text(text, encoding="utf-8")
    for name in called:
        (folder / name).unlink()
    code, said = run(folder)

    assert (code, "To be changed" in said) == (0, False)


def test_a_declaration_that_is_there_stays(
    run: Callable[..., tuple[int, str]], folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "consent.toml"
    out.write_text("mine", encoding="utf-8")
    code, said = run(folder, "--out", out)

    assert code == 2
    assert "is there already" in said
    assert out.read_text(encoding="utf-8") == "mine"


@pytest.mark.thorough
def test_pages_are_found_by_the_site_map_and_by_links_and_what_was_not_seen_is_told(
    run: Callable[..., tuple[int, str]], sites: Sites
) -> None:
    links = ("/linked", "/missing", "/more", "/logout", "http://other.test:PORT/")
    sites["here/"] = " ".join(f'<a href="{one}">a</a>' for one in links)
    sites["here/linked"] = '<a href="/deep" rel="nofollow">a</a>'
    sites["here/mapped"] = sites["here/more"] = "<!doctype html>"
    sites["here/sitemap.xml"] = Answer("<urlset><loc>http://127.0.0.1:PORT/mapped</loc></urlset>", "text/xml")
    code, said = run(sites.url("here/"), "--pages", "4")

    assert code == 0
    assert {one for one in sites.asked if "favicon" not in one} == {
        "here/",
        "here/linked",
        "here/mapped",
        "here/missing",
        "here/sitemap.xml",
    }
    assert f"not seen: {sites.url('here/missing')}: the server says 404" in said
    assert "left out: 1 (more than --pages)" in said
    assert "left out: 1 (look as if a visit did something)" in said


@pytest.mark.needs("a state to start with")
@pytest.mark.parametrize(
    "storage", [False, pytest.param(True, marks=pytest.mark.thorough)], ids=["cookies", "storage"]
)
def test_it_looks_as_somebody_who_is_logged_in_and_is_in_a_region(
    storage: bool, run: Callable[..., tuple[int, str]], sites: Sites, tmp_path: Path
) -> None:
    sites["here/"] = """<!doctype html><script>
        const region = document.documentElement.dataset.consentRegion;
        const member = document.cookie.includes("session=4f2a") ? "member" : "stranger";
        new Image().src = `https://${region}.${member}.example/${document.cookie.includes("_ga")}`;
        </script>"""
    # Whoever logged in may have accepted.
    cookies = {"session": "4f2a", "_ga": "1"}
    login = [word for name, value in cookies.items() for word in ("--cookie", f"{name}={value}")]
    if storage:
        state = tmp_path / "login.json"
        kept = [
            {"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}
            for name, value in cookies.items()
        ]
        state.write_text(json.dumps({"cookies": kept, "origins": []}), encoding="utf-8")
        login = ["--storage", str(state)]
    told = tmp_path / "scan.json"
    code, said = run(sites.url("here/"), *login, "--region", "us-ca", "--json", told)

    assert code == 1
    (asked,) = {
        one["url"]
        for one in json.loads(told.read_text(encoding="utf-8"))["observations"]
        if "example" in one.get("url", "")
    }
    assert asked == "https://us-ca.member.example/false"
    assert "cookie session" in said.partition("The site itself keeps")[2]


@pytest.mark.thorough
def test_just_the_pages_of_a_list_are_visited(
    run: Callable[..., tuple[int, str]], sites: Sites, tmp_path: Path
) -> None:
    sites["site.test/a"] = '<a href="/linked">a</a>'
    pages = tmp_path / "pages.txt"
    pages.write_text("/a\n", encoding="utf-8")
    run(sites.url("site.test/"), "--list", pages)

    assert [one for one in sites.asked if "favicon" not in one] == ["site.test/a"]


@pytest.mark.thorough
def test_names_that_no_file_can_have_keep_no_scan_from_its_end(
    run: Callable[..., tuple[int, str]], sites: Sites, tmp_path: Path
) -> None:
    sites["site.test/"] = r"""<!doctype html><script>
        for (const name of ["a\x7fb", "a\ud800b", "a\x1b[31mb"]) localStorage.setItem(name, "1");
        </script>"""
    out, told = tmp_path / "consent.toml", tmp_path / "scan.json"
    code, said = run(sites.url("site.test/"), "--out", out, "--json", told)

    assert code == 0
    assert [one for one in said if not one.isprintable() and one != "\n"] == []
    assert r"local a\u007fb" in said
    assert r'name = "a\u007fb"' in out.read_text(encoding="utf-8")
    json.loads(told.read_text(encoding="utf-8"))
    pipeline.check(out, tmp_path / "dist")


LEADS = {
    "by its server": lambda address: Answer(status=302, headers=(("Location", f"http://{address}"),)),
    "by its script": lambda address: f"<!doctype html><script>location.replace('http://{address}')</script>",
}


@pytest.mark.thorough
@pytest.mark.parametrize("leads", LEADS.values(), ids=LEADS)
def test_a_page_that_leads_elsewhere_is_told_and_nothing_of_it_is_taken(
    run: Callable[..., tuple[int, str]],
    sites: Sites,
    leads: Callable[[str], Answer | str],
    tmp_path: Path,
) -> None:
    sites["site.test/"] = '<a href="/away">a</a>'
    sites["site.test/away"] = leads("else.test:PORT/in")
    sites["else.test/in"] = "<a href=/more>a</a><img src='http://pixel.test:PORT/'>"
    told = tmp_path / "scan.json"
    code, said = run(sites.url("site.test/"), "--json", told)

    assert code == 0
    assert f"not seen: {sites.url('site.test/away')}: leads to {sites.url('else.test/in')}" in said
    found = json.loads(told.read_text(encoding="utf-8"))
    assert found["pages"] == [sites.url("site.test/")]
    assert "pixel.test" not in json.dumps([found["parties"], found["observations"]])


@pytest.mark.thorough
@pytest.mark.parametrize("leads", LEADS.values(), ids=LEADS)
def test_a_start_that_leads_to_another_name_of_the_site_is_scanned_there(
    run: Callable[..., tuple[int, str]],
    sites: Sites,
    monkeypatch: pytest.MonkeyPatch,
    leads: Callable[[str], Answer | str],
    tmp_path: Path,
) -> None:
    sites["site.test/"] = leads("www.site.test:PORT/")
    sites["www.site.test/"] = "<!doctype html>\n<a href=/next>a</a><a href=/>b</a>"
    sites["www.site.test/next"] = "<!doctype html>"
    monkeypatch.setattr(cloaks, "aliases", lambda _: ["edge.nobody.example"])  # who serves the site
    told = tmp_path / "scan.json"
    code, said = run(sites.url("site.test/"), "--json", told)

    assert (code, "not seen" in said) == (0, False)
    found = json.loads(told.read_text(encoding="utf-8"))
    assert sorted(found["pages"]) == [sites.url(f"www.site.test/{one}") for one in ("", "next")]
    assert {one["page"] for one in found["observations"]} == {*found["pages"]}


@pytest.mark.thorough
def test_a_start_that_leads_to_another_site_is_told(
    run: Callable[..., tuple[int, str]], sites: Sites
) -> None:
    sites["site.test/"] = LEADS["by its server"]("else.test:PORT/")
    sites["else.test/"] = "<!doctype html>"
    code, said = run(sites.url("site.test/"))

    assert code == 2
    assert f"leads to {sites.url('else.test/')}" in said


@pytest.mark.parametrize("site", ["no-such-folder", "http://127.0.0.1:1/"])
def test_a_site_that_is_not_there_cannot_be_scanned(run: Callable[..., tuple[int, str]], site: str) -> None:
    code, said = run(site)

    assert code == 2
    assert site in said


@pytest.mark.thorough
def test_a_name_of_the_site_that_leads_to_others_is_found(
    run: Callable[..., tuple[int, str]], sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites["www.site.test/"] = "<!doctype html><img src='http://metrics.site.test:PORT/m.gif'>"
    leads = {"metrics.site.test": ["edge.nobody.example"]}
    monkeypatch.setattr(cloaks, "aliases", lambda host: leads.get(host, []))
    code, said = run(sites.url("www.site.test/"))

    assert code == 1
    assert "metrics.site.test leads to edge.nobody.example" in said


@pytest.mark.thorough
def test_a_consent_tool_is_accepted_where_the_rules_for_it_are_there(
    run: Callable[..., tuple[int, str]], sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites["site.test/"] = """<!doctype html><button id="yes" onclick="
        new Image().src = 'http://after.test:PORT/'">Accept</button>"""
    script = """document.querySelector('#yes').click();
        autoconsentSendMessage({ type: 'optInResult', result: true, cmp: 'a-tool' });"""
    rules = SimpleNamespace(bundle=lambda: script, rules_json=lambda: "[]")
    monkeypatch.setitem(__import__("sys").modules, "duckduckgo_autoconsent", rules)
    run(sites.url("site.test/"))
    assert "after.test/" not in sites.asked
    _, said = run(sites.url("site.test/"), "--accept")

    assert "after.test/" in sites.asked
    assert "a-tool" in said


def test_without_the_rules_for_consent_tools_it_is_told_how_to_get_them(
    run: Callable[..., tuple[int, str]], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consent_tools, "_MODULE", "no_such_module")
    code, said = run(folder, "--accept")

    assert code == 2
    assert "pip install duckduckgo-autoconsent-py" in said
