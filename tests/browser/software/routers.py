"""Routers: a click on a link brings the next page into the document that is there."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING, Any

from banner.toolchain import environment
from tests.browser.software import pages
from tests.browser.software.software import Software

if TYPE_CHECKING:
    from pathlib import Path

HTMX = "htmx.org/dist/htmx.min.js"
SWUP = (
    "swup/dist/Swup.umd.js",
    "@swup/head-plugin/dist/index.umd.js",
    "@swup/scripts-plugin/dist/index.umd.js",
)
# A router as the View Transitions of browsers are used for it.
TRANSITIONS = """
const bring = async (address) => {
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  await document.startViewTransition(() => {
    document.title = page.title;
    document.body.innerHTML = page.body.innerHTML;
  }).finished;
};
addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented) return;
  event.preventDefault();
  history.pushState({}, "", link.href);
  bring(link.href);
});
addEventListener("popstate", () => bring(location.href));
"""


def build(folder: Path, _: str, *, files: tuple[str, ...] = (), start: str = "", **parts: Any) -> None:
    """Write a site with the *files* of a router in its head, which the script *start* starts."""
    scripts = []
    for at, file in enumerate(files):
        (folder / "lib").mkdir(exist_ok=True)
        shutil.copyfile(environment.software("routers") / file, folder / f"lib/{at}.js")
        scripts.append(f'<script src="/lib/{at}.js" defer></script>')
    if start:
        scripts.append('<script src="/lib/start.js" defer></script>')
    head = "\n".join(scripts)
    made = {f"{name}.html": pages.document(name, head=head, **parts) for name in pages.HEADINGS}
    pages.write(folder, {**made, "lib/start.js": start})


def router(name: str, *files: str, always: bool = False, runs_scripts: bool = True, **parts: Any) -> Software:
    """Return a router that consists of *files*."""
    return Software(name, partial(build, files=files, **parts), always, runs_scripts)


ROUTERS = (
    router("turbo 8", "@hotwired/turbo/dist/turbo.es2017-umd.js", always=True),
    router("turbo 7", "turbo7/dist/turbo.es2017-umd.js"),
    router("htmx 2", HTMX, body=' hx-boost="true"'),
    router(
        "htmx 2 with head-support",
        HTMX,
        "htmx-ext-head-support/dist/head-support.js",
        body=' hx-boost="true" hx-ext="head-support"',
    ),
    router("htmx 4", "htmx4/dist/htmx.min.js", body=' hx-boost:inherited="true"'),
    router(
        "swup",
        *SWUP,
        main=' id="swup"',
        start="""new Swup({
          animationSelector: false, plugins: [new SwupHeadPlugin(), new SwupScriptsPlugin({ head: false })],
        });""",
    ),
    router(
        "barba",
        "@barba/core/dist/barba.umd.js",
        body=' data-barba="wrapper"',
        main=' data-barba="container"',
        start="barba.init({ transitions: [{ name: 'none', leave() {}, enter() {} }] });",
        runs_scripts=False,
    ),
    router("unpoly", "unpoly/unpoly.min.js", start="up.link.config.followSelectors.push('a[href]');"),
    router(
        "unpoly with the whole body",
        "unpoly/unpoly.min.js",
        start="""up.fragment.config.mainTargets = ["body"];
        up.link.config.followSelectors.push("a[href]");""",
    ),
    router("view transitions", start=TRANSITIONS, runs_scripts=False),
)
