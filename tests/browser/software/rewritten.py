"""What comes to a site that is made already: minifiers, what looks after styles, a worker that keeps it."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from banner.toolchain import environment
from tests.browser.software import pages
from tests.browser.software.node import run
from tests.browser.software.software import Software

if TYPE_CHECKING:
    from pathlib import Path

# The sheet of a site, which speaks of what is ours, too.
SHEET = """main { max-width: 60em }
.never { color: red }
html[data-consent=granted] .ways { color: green }
.consent-placeholder { outline: 1px solid }
.consent-section { margin: 1em 0 }
"""
HEAD = '<link rel="stylesheet" href="/site.css">\n<style>footer { margin: 2em } /* a comment */</style>'
# What each does to all pages of a folder, as its own documentation has it.
EACH = """
const { readdirSync, readFileSync, writeFileSync } = require("node:fs");
process.chdir(process.argv[2]);
const each = async (work) => {
  for (const name of readdirSync(".").filter((one) => one.endsWith(".html"))) {
    writeFileSync(name, await work(readFileSync(name, "utf8")));
  }
};
"""
MINIFIER = """
const { minify } = require("html-minifier-terser");
each((text) => minify(text, {
  collapseBooleanAttributes: true, collapseWhitespace: true, decodeEntities: true, minifyCSS: true,
  minifyJS: true, minifyURLs: true, removeAttributeQuotes: true, removeComments: true,
  removeEmptyAttributes: true,
  removeOptionalTags: true, removeRedundantAttributes: true, removeScriptTypeAttributes: true,
  removeStyleLinkTypeAttributes: true, sortAttributes: true, sortClassName: true, useShortDoctype: true,
}));
"""
BEASTIES = """
const Beasties = require("beasties").default || require("beasties");
const beasties = new Beasties({ path: ".", logLevel: "silent", pruneSource: true });
each((text) => beasties.process(text));
"""
PURGECSS = """
const { PurgeCSS } = require("purgecss");
new PurgeCSS().purge({ content: ["*.html"], css: ["site.css"], safelist: { greedy: [/consent/] } })
  .then(([{ css }]) => writeFileSync("site.css", css));
"""
# The worker that the guide tells to write, and what has a page use it.
WORKBOX = """
const { generateSW } = require("workbox-build");
generateSW({
  globDirectory: ".", globPatterns: ["**/*.{html,js,css}"], globIgnores: ["consent/**"],
  swDest: "sw.js", skipWaiting: true, clientsClaim: true, inlineWorkboxRuntime: true,
});
"""
# As plugins do that have scripts wait for the page or for the visitor: each script gets a type that no
# browser knows, but for those that bear an attribute, and one script makes them anew later, in their order.
LATER = """
const [LEFT_ALONE, WHEN] = %s;
const LOADER = `
  document.documentElement.ariaBusy = "true";
  const run = async () => {
    for (const old of document.querySelectorAll("script[type='delayed']")) {
      const script = document.createElement("script");
      for (const { name, value } of old.attributes) if (name !== "type") script.setAttribute(name, value);
      script.text = old.text;
      script.async = false;
      const loads = script.src && new Promise((done) => (script.onload = script.onerror = done));
      old.replaceWith(script);
      await loads;
    }
    document.documentElement.ariaBusy = null;
  };
  ${WHEN}`;
each((text) => text
  .replace(/<script(?![^>]*(type=|data-service))/g, (start) => start + ' type="delayed"')
  .replaceAll(new RegExp(`(<script) type="delayed"([^>]*${LEFT_ALONE})`, "g"), "$1$2")
  .replace("</body>", `<script>${LOADER}</script></body>`));
"""
# No plugin finds what is in a template when it is there later.
IN_TEMPLATE = '<script>count("waiting inline")'
AT_ONCE = ('<script>count("inline")', '<script src="/file.js"')
ON_LOAD = 'addEventListener("load", run);'
ON_MOVE = 'document.documentElement.ariaBusy = null; addEventListener("pointermove", run, { once: true });'
WORKER = '<script>navigator.serviceWorker.register("/sw.js")</script>'


def rewrite(folder: Path, packages: str, program: str) -> None:
    """Have a *program* that uses *packages* rewrite the pages in a *folder*."""
    run(["-", str(folder)], environment.software(packages), EACH + program)


def delayed(folder: Path, _: str, *, attribute: str, when: str, alone: tuple[str, ...]) -> None:
    """Write a site with a plugin that delays scripts, but for those with an *attribute*: those in *alone*."""
    made = {}
    for name in pages.HEADINGS:
        page = pages.document(name, head="<script>window.delayed = true</script>")
        for script in alone:
            page = page.replace(script, script.replace("<script", f"<script {attribute}"))
        made[f"{name}.html"] = page
    pages.write(folder, made)
    rewrite(folder, "minifier", LATER % json.dumps([attribute, when]))


def build(folder: Path, _: str, *, packages: str, program: str, head: str = HEAD) -> None:
    """Write a site whose pages have been rewritten."""
    made = {f"{name}.html": pages.document(name, head=head) for name in pages.HEADINGS}
    pages.write(folder, {**made, "site.css": SHEET})
    rewrite(folder, packages, program)


def rewriter(name: str, packages: str, program: str, *, always: bool = False) -> Software:
    """Return a site that a *program* has rewritten."""
    return Software(name, partial(build, packages=packages, program=program), always)


REWRITTEN = (
    Software(
        "scripts delayed until the page has loaded",
        partial(delayed, attribute='data-cfasync="false"', when=ON_LOAD, alone=(IN_TEMPLATE,)),
    ),
    Software(
        "scripts delayed until the visitor moves",
        partial(delayed, attribute="nowprocket", when=ON_MOVE, alone=(IN_TEMPLATE, pages.TAG, *AT_ONCE)),
    ),
    rewriter("html-minifier-terser", "minifier", MINIFIER, always=True),
    rewriter("beasties", "pages", BEASTIES),
    rewriter("purgecss", "pages", PURGECSS),
    Software("workbox", partial(build, packages="workers", program=WORKBOX, head=WORKER)),
)
