"""Generators of sites that run on Node: Astro and VitePress with their routers, and Eleventy."""

from __future__ import annotations

import json
import shutil
from functools import partial
from typing import TYPE_CHECKING

from banner.toolchain import environment
from tests.browser.software import pages
from tests.browser.software.node import run
from tests.browser.software.software import Software

if TYPE_CHECKING:
    from pathlib import Path

ASTRO = """---
%s
const content = %s;
---
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>%s</title>
<link rel="icon" href="data:,">
%s
<script is:inline src="/consent/consent.js" defer></script>
</head>
<body><header>A site</header><main><Fragment set:html={content} /></main><footer>%s</footer></body>
</html>
"""
# What is installed is linked to, and Astro shall not see from where.
ASTRO_SETTINGS = """export default {
  build: { format: "file" },
  vite: { resolve: { preserveSymlinks: true } },
};"""
VITEPRESS_SETTINGS = """export default {
  title: "A site",
  appearance: false,
  head: [["link", { rel: "icon", href: "data:," }], ["script", { src: "/consent/consent.js", defer: "" }]],
};"""
# A page of VitePress is a component of Vue: scripts are such as Vue makes, a template comes as a text.
VITEPRESS_SCRIPTS = """<component is="script">count(/inline/.source)</component>
<component is="script" src="/file.js"></component>
<div v-html="'&lt;template data-service=stats>'
  + '&lt;script>count(&quot;waiting inline&quot;)&lt;/script>&lt;/template>'"></div>
<component is="script" type="text/plain" data-service="stats" data-src="/waiting.js"></component>"""
ELEVENTY = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title><link rel="icon" href="data:,">
%s</head>
<body><header>A site</header><main>{{ content }}</main><footer>%s</footer></body></html>
"""


def generate(folder: Path, packages: str, source: dict[str, str], program: str, *options: str) -> None:
    """Write a site that a *program* of *packages* makes of *source*, from which it leaves ``dist``."""
    made = folder.with_name("source")
    found = environment.software(packages)
    pages.write(made, source)
    (made / "node_modules").symlink_to(found, target_is_directory=True)
    run([str(found / program), *options], found, folder=made)
    shutil.copytree(made / "dist", folder, dirs_exist_ok=True)
    pages.write(folder, {})


def astro(folder: Path, _: str, *, router: bool) -> None:
    """Write a site of Astro, with its *router* if that is wanted."""
    imported = 'import { ClientRouter } from "astro:transitions";' if router else ""
    source = {
        f"src/pages/{name}.astro": ASTRO
        % (
            imported,
            json.dumps(pages.content(name)),
            heading,
            "<ClientRouter />" if router else "",
            pages.LINK,
        )
        for name, heading in pages.HEADINGS.items()
    }
    settings = {"astro.config.mjs": ASTRO_SETTINGS, "package.json": '{"type": "module"}'}
    generate(folder, "astro", {**source, **settings}, "astro/astro.js", "build", "--silent")


def vitepress(folder: Path, _: str) -> None:
    """Write a site of VitePress."""
    source = {
        f"{name}.md": f"# {heading}\n\n{pages.WAYS}\n\n"
        f"{pages.CONTENTS[name].replace(pages.SCRIPTS, VITEPRESS_SCRIPTS)}\n\n{pages.LINK}\n"
        for name, heading in pages.HEADINGS.items()
    }
    settings = {".vitepress/config.mjs": VITEPRESS_SETTINGS, "package.json": '{"type": "module"}'}
    options = ("build", ".", "--outDir", "dist")
    generate(folder, "vitepress", {**source, **settings}, "vitepress/bin/vitepress.js", *options)


def eleventy(folder: Path, _: str) -> None:
    """Write a site of Eleventy."""
    source = {"in/_includes/base.liquid": ELEVENTY % (pages.TAG, pages.LINK)}
    for name, heading in pages.HEADINGS.items():
        head = f"---\ntitle: {heading}\nlayout: base.liquid\npermalink: {name}.html\n---\n"
        source[f"in/{name}.html"] = head + pages.content(name)
    options = ("--input=in", "--output=dist", "--quiet")
    generate(folder, "eleventy", source, "@11ty/eleventy/cmd.cjs", *options)


SITES = (
    Software("astro with its router", partial(astro, router=True)),
    Software("astro", partial(astro, router=False)),
    Software("vitepress", vitepress),
    Software("eleventy", eleventy),
)
