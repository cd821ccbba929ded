"""Check and build read the scripts that pages run: whom they surely contact, and what they call."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from banner import config
from banner.build import pipeline
from banner.config import javascript
from banner.toolchain import environment
from tests.build.conftest import GOOD, changed
from tests.build.test_advice import told
from tests.build.test_pages import CANONICAL, TAG

Read = Callable[..., config.SiteConfig]
LIST = "cdn.33across.com"  # of a vendor whom the list has, and the catalogue has not
X = f"https://{LIST}/x.js"


def lines(read: Read, script: str, page: str = '<script src="own.js"></script>') -> list[str]:
    """The advice on a page of the site and on its own script."""
    return told(read(GOOD), {"index.html": f"{CANONICAL}{TAG}{page}", "own.js": script})


# What surely contacts the host, in its second line.
CONTACTS = {
    "import": f'import "{X}"',
    "import of names": f"import {{ a, b }} from '{X}'",
    "export": f'export * from "{X}"',
    "import when needed": f"const one = await import(`{X}`)",
    "fetch": f'fetch("{X}", {{ mode: "no-cors" }})',
    "fetch of the window": f'window.fetch("{X}?of=" + id + "&x")',
    "fetch of a template": f"fetch(`{X}?of=${{id}}`)",
    "fetch of joined texts": f'fetch(("{X}?of=".concat(id)))',
    "beacon": f'navigator.sendBeacon("{X}", data)',
    "socket": f'new WebSocket("wss://{LIST}/x")',
    "events": f'new window.EventSource("{X}")',
    "worker": f'new Worker("{X}")',
    "scripts of a worker": f'importScripts("{X}")',
    "request": f'r.open("post", "{X}")',
    "jQuery": f'$.getScript("{X}")',
    "a script": f'const s = document.createElement("script"); s.async = true; s.src = "{X}";',
    "a frame": f'(() => {{ let f = document.createElement("iframe"); f.src = `{X}` }})()',
    "a picture": f'new Image().src = "{X}?" + Date.now()',
    "a picture of old": f'(new Image).src = "{X}"',
    "a made one": f'document.createElement("img").setAttribute("src", "{X}")',
    "a style sheet": f'l = d.createElement("link"); l.rel = "stylesheet"; l.href = "{X}"',
    "minified": f'!function(e,t){{var n=e.createElement("script");n.async=1,n.src="{X}"}}()',
}


@pytest.mark.parametrize("code", CONTACTS.values(), ids=CONTACTS)
def test_whom_a_script_of_the_site_contacts_is_told_with_its_line(read: Read, code: str) -> None:
    (line,) = lines(read, f"// Füße 🍪\n{code}\n")

    assert line.startswith("own.js:2: ")
    assert f"this contacts 33 Across ({LIST}) before any consent" in line
    assert "put this into a script of its own that waits: " in line
    assert line.endswith('<script type="text/plain" data-service="ID" data-src="…">')


# What a script may well have, and contacts nobody.
NOBODY = {
    "a text": f'const help = "{X}"',
    "a text that tells of it": f"const help = 'write fetch(\"{X}\")'",
    "a template that tells of it": f"const help = `write fetch(\"{X}\") and import '{X}'`",
    "a comment": f'// fetch("{X}")\n/* import "{X}" */',
    "a pattern": f"""/fetch\\("https:\\/\\/{LIST}/.test('"')""",
    "a setting": f'init({{ src: "{X}", href: "{X}" }})',
    "a property": f'settings.src = "{X}"',
    "another's variable": f'function a() {{ const s = document.createElement("script") }}\n'
    f'function b(s) {{ s.src = "{X}" }}',
    "two of a name": f'const s = document.createElement("a"); s.src = "{X}"',
    "a link": f'const a = document.createElement("a"); a.href = "{X}"',
    "another link": f'const l = document.createElement("link"); l.rel = "canonical"; l.href = "{X}"',
    "not the first": f'fetch(own, "{X}"); load("{X}")',
    "behind another": f'fetch(base + "{X}")',
    "an argument of others": f'window.open("{X}"); my.fetch("{X}"); new Request("{X}")',
    "a case of several": f'fetch(ok ? "{X}" : own)',
    "its own": 'fetch("https://api.shop.example/x"); import("./x.js"); new Image().src = "/x.png"',
    "bad code": f'fetch("{X}',
}


@pytest.mark.parametrize("code", NOBODY.values(), ids=NOBODY)
def test_what_a_script_only_speaks_of_is_not_told(read: Read, code: str) -> None:
    assert lines(read, code) == []


def test_each_host_is_told_once_a_line_and_a_known_service_with_its_remedy(read: Read) -> None:
    first, second = lines(read, f'fetch("{X}");fetch("{X}");\nimport("https://www.youtube.com/iframe_api")')

    assert first.startswith("own.js:1: ")
    assert second.startswith("own.js:2: ")
    assert 'declare use = "youtube", and put this into a script' in second


def test_a_declared_service_and_a_host_that_nobody_knows_are_told_too(read: Read) -> None:
    first, second = lines(read, 'fetch("https://connect.facebook.net/x")\nfetch("https://nobody.example/x")')

    assert 'this contacts a host of "facebook-pixel" before any consent' in first
    assert "leave it to the banner, or put this into a script" in first
    assert "this contacts nobody.example before any consent" in second


RUN = {
    '<script src="own.js?v=1"></script>': True,
    '<script type=module src="/own.js"></script>': True,
    '<script src="./a/../own.js"></script>': True,
    '<script src="https://www.shop.example/own.js"></script>': True,
    '<script src="/below/a/folder/own.js"></script>': True,
    '<script type="text/plain" data-service="count" data-src="own.js"></script>': False,
    '<script type="text/plain" src="own.js"></script>': False,
    '<template><script src="own.js"></script></template>': False,
    '<script src="https://elsewhere.example/own.js"></script>': None,
    '<script src="https://[/own.js"></script>': False,
    '<script src="../../own.js"></script>': False,
    '<base href="/below/"><script src="own.js"></script>': True,
    '<base href="https://elsewhere.example/"><script src="own.js"></script>': None,
    '<base href="https://["><script src="own.js"></script>': False,
    '<a href="own.js">': False,
    "<p>": False,
}


@pytest.mark.parametrize(("page", "runs"), RUN.items(), ids=range(len(RUN)))
def test_a_script_is_read_where_a_page_runs_it(read: Read, page: str, runs: bool | None) -> None:
    found = [line for line in lines(read, f'fetch("{X}")', page) if line.startswith("own.js")]

    assert len(found) == bool(runs)


def test_the_modules_that_a_script_imports_are_read_and_others_not(read: Read) -> None:
    call = f'fetch("{X}")'
    found = told(
        read(GOOD),
        {
            "de/index.html": f'{CANONICAL}{TAG}<script type="module" src="../js/main.mjs"></script>',
            "js/main.mjs": 'import a from "./a.js"; export * from "/js/b.js"; import "lib"; import("./c.js")',
            "js/a.js": f'import "./main.mjs";\n{call}',
            "js/b.js": call,
            "js/c.js": call,
            "lib.js": call,
        },
    )

    assert [line.partition(": ")[0] for line in found] == ["js/a.js:2", "js/b.js:1"]


CALLS = {
    "hj('event', 'x')": "hj of Hotjar",
    "form.onsubmit = () => { window.hj('x') }": "hj of Hotjar",
    "export const f = (e) => { e && self.lintrk('track', {}) }": "lintrk of LinkedIn",
    "_paq.push(['trackEvent'])": "_paq.push of Matomo",
    "window._paq.push(['x'])": "_paq.push of Matomo",
    "const help = 'hj'; my.hj(1); hj('x')": "hj of Hotjar",
}


@pytest.mark.parametrize(("code", "name"), CALLS.items(), ids=range(len(CALLS)))
def test_a_call_that_nobody_takes_is_told_with_its_line(read: Read, code: str, name: str) -> None:
    (line,) = lines(read, f"// ü\n{code}")

    assert line.startswith("own.js:2: ")
    assert f"this calls {name}" in line


UNCALLED = [
    "gtag('event', 'x'); fbq('track')",  # declared
    "function hj() {} hj('event')",
    "!function(e,hj){hj(1),hj(e)}(1,f)",
    "import { hj } from './x.js'; hj('x')",
    "const { hj } = window; hj('x')",
    "if (window.hj) hj('x')",
    "window.hj && window.hj('x')",
    "typeof hj === 'function' && hj('x')",
    "hj?.('x'); window._paq?.push(['x'])",
    "try { hj('x') } catch {}",
    "// hj('x')\nsay('hj(1)', `hj(1)`, /hj(1)/)",
    "my.hj('x'); ahj('x'); ({ hj() {} })",
    "window._paq = window._paq || []; _paq.push(['x'])",
    "hj.q; new hj(); _paq.length",
]


@pytest.mark.parametrize("code", UNCALLED, ids=range(len(UNCALLED)))
def test_a_script_that_asks_first_or_makes_the_function_is_not_told(read: Read, code: str) -> None:
    assert lines(read, code) == []


def test_a_function_that_another_script_or_a_page_makes_is_there(read: Read) -> None:
    page = '<script>window.hj = function () {}</script><script src="own.js"></script>'

    assert lines(read, "hj('x')", page) == []
    assert lines(read, "window.hj = () => {}", '<script src="own.js"></script><script>hj("x")</script>') == []
    assert lines(read, "window.hj = () => {}", '<script>hj("x")</script>') != []


def test_where_the_parser_is_not_installed_no_script_is_judged(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter", None)

    assert not javascript.checks()
    assert lines(read, f'import "./a.js"; fetch("{X}"); hj("x")') == []


# As their makers deliver them, with hundreds of addresses and of short names.
BUNDLES = ("klaro/dist/klaro.js", "immutable/dist/immutable.min.js")


@pytest.mark.parametrize("bundle", BUNDLES)
def test_bundles_of_others_that_contact_nobody_are_not_told(read: Read, bundle: str) -> None:
    text = environment.package(bundle).read_text(encoding="utf-8")

    assert lines(read, text) == []
    assert lines(read, f'{text}\n;fetch("{X}")') != []


def test_check_reads_the_scripts_that_lie_beside_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    (folder / "js").mkdir(parents=True)
    (folder / "index.html").write_text('<script src="js/own.js"></script>', "utf-8")
    for name in ("own.js", "other.js"):
        (folder / "js" / name).write_text(f'fetch("{X}")', "utf-8")
    declaration = tmp_path / "consent.toml"
    declaration.write_text(changed(('position = "top"', 'position = "top"\npages = "site"')), "utf-8")
    found, words = pipeline.check(declaration, tmp_path / "dist")

    assert [one.file for one in found if "33 Across" in one.rule] == [folder / "js/own.js"]
    assert words == ()
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    assert "the scripts beside the pages were not read" in pipeline.check(declaration, tmp_path)[1][-1]
