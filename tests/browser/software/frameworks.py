"""Frameworks: the server renders a page, the browser takes it over, and makes the next ones itself."""

from __future__ import annotations

import json
import shutil
from functools import partial
from typing import TYPE_CHECKING

from banner.toolchain import environment
from tests.browser.software import pages
from tests.browser.software.node import run
from tests.browser.software.sites import generate
from tests.browser.software.software import Software

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = environment.ROOT / "tests/browser/software/frameworks"
DEFINED = {
    "process.env.NODE_ENV": '"production"',
    "__VUE_OPTIONS_API__": "false",
    "__VUE_PROD_DEVTOOLS__": "false",
    "__VUE_PROD_HYDRATION_MISMATCH_DETAILS__": "false",
}
SERVER = ("--platform=node",)
AT_ONCE = "at once"
LATE = "late"
REDRAWN = "redrawn"
REACT_18 = ("--alias:react=react-18", "--alias:react-dom=react-dom-18")


def build(folder: Path, _: str, *, packages: str, program: str, options: tuple[str, ...]) -> None:
    """Write a site whose pages the *program* for the server gives, and that for the browser goes on with."""
    found = environment.software(packages)
    (folder / "lib").mkdir()
    client = bundled(found, SOURCES / f"{program}-client.js", *options)
    server = bundled(found, SOURCES / f"{program}-server.js", *SERVER, *options)
    rendered = run(["-"], found, server)
    made = {f"{name}.html": text for name, text in json.loads(rendered).items()}
    pages.write(folder, {**made, "lib/app.js": client})


def bundled(packages: Path, entry: Path, *options: str) -> str:
    """Return the script that *entry* makes with what it imports of *packages*."""
    program = environment.package("esbuild") / "bin/esbuild"
    defined = [f"--define:{name}={value}" for name, value in DEFINED.items()]
    return run([str(program), str(entry), "--bundle", *defined, *options], packages)


# Its components are compiled, for either side.
SVELTE = """
const { compile } = require("svelte/compiler");
const { readFileSync } = require("node:fs");
const [file, generate] = process.argv.slice(2);
console.log(compile(readFileSync(file, "utf8"), { generate, dev: false }).js.code);
"""


def build_svelte(folder: Path, _: str, *, moment: str) -> None:
    """Write a site of Svelte, which takes its pages over at a *moment*."""
    found = environment.software("frameworks")
    parts = {}
    for side in ("client", "server"):
        source = folder.with_name(side)
        shutil.copytree(SOURCES, source)
        site = source / "Site.svelte"
        site.write_text(run(["-", str(site), side], found, SVELTE), encoding="utf-8")
        options = ("--loader:.svelte=js", "--conditions=svelte", *(SERVER if side == "server" else ()))
        parts[side] = bundled(found, source / f"svelte-{side}.js", *options, *taken_over(moment))
    rendered = json.loads(run(["-"], found, parts["server"]))
    made = {f"{name}.html": text for name, text in rendered.items()}
    pages.write(folder, {**made, "lib/app.js": parts["client"]})


def taken_over(moment: str) -> tuple[str, ...]:
    """Return what tells a program at which *moment* it takes its pages over: `content.js` has them."""
    return (f'--define:MOMENT="{moment}"',)


def named(name: str, moment: str) -> str:
    """Return what a framework is called that takes its pages over at a *moment*."""
    return name if moment == AT_ONCE else f"{name}, {moment}"


def react(version: str, whole: str, moment: str = AT_ONCE, *, always: bool = False) -> Software:
    """Return React of a *version*, which owns the *whole* of a document, its body or an element of it."""
    options = (f'--define:WHOLE="{whole}"', *taken_over(moment), *(REACT_18 if version == "18" else ()))
    made = partial(build, packages="react", program="react", options=options)
    return Software(named(f"react {version}, {whole}", moment), made, always, runs_scripts=False)


def vue(moment: str) -> Software:
    """Return Vue, which takes its pages over at a *moment*."""
    made = partial(build, packages="frameworks", program="vue", options=taken_over(moment))
    return Software(named("vue", moment), made, runs_scripts=False)


def svelte(moment: str) -> Software:
    """Return Svelte, which takes its pages over at a *moment*."""
    return Software(named("svelte", moment), partial(build_svelte, moment=moment), runs_scripts=False)


NEXT_SETTINGS = 'export default { output: "export", distDir: "dist", trailingSlash: true };'
NEXT_LAYOUT = """export const metadata = { icons: "data:," };
export default function Layout({ children }) {
  return (
    <html lang="en">
      <head><script src="/consent/consent.js" defer /></head>
      <body>
        <header>A site</header>
        <main>{children}</main>
        <footer><a href="/choices/" data-consent-open="">Cookie preferences</a></footer>
      </body>
    </html>
  );
}
"""
# What waits comes as a text, since Next takes its pages over after the banner has filled what is in them.
NEXT_PAGE = """import Link from "next/link";
const content = %s;
export const metadata = { title: "%s" };
export default function Page() {
  return (
    <>
      <h1>%s</h1>
      <p className="ways">
        <Link href="/">Home</Link> <Link href="/film/">Film</Link> <Link href="/choices/">Choices</Link>
      </p>
      <div dangerouslySetInnerHTML={{ __html: content }} />
    </>
  );
}
"""


def next_export(folder: Path, _: str) -> None:
    """Write the static export of a site of Next."""
    source = {"app/layout.js": NEXT_LAYOUT, "next.config.mjs": NEXT_SETTINGS, "package.json": "{}"}
    for name, heading in pages.HEADINGS.items():
        file = "app/page.js" if name == "index" else f"app/{name}/page.js"
        source[file] = NEXT_PAGE % (json.dumps(pages.CONTENTS[name]), heading, heading)
    generate(folder, "next", source, "next/dist/bin/next", "build", "--webpack")


FRAMEWORKS = (
    react("18", "element"),
    react("18", "element", LATE),
    react("18", "body"),
    react("18", "body", LATE),
    react("18", "document", always=True),
    react("18", "document", LATE),
    react("19", "element"),
    react("19", "element", LATE),
    react("19", "body"),
    react("19", "body", LATE),
    react("19", "document"),
    react("19", "document", LATE),
    vue(AT_ONCE),
    vue(LATE),
    svelte(AT_ONCE),
    svelte(LATE),
    Software("next, static", next_export, runs_scripts=False),
)
