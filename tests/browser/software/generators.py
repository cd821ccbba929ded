"""Generators of sites: each has its own templates, and some of them a router."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

from banner.toolchain import environment
from tests.browser.software import pages
from tests.browser.software.software import Software

if TYPE_CHECKING:
    from pathlib import Path

MATERIAL = """
site_name: A site
site_url: {address}
use_directory_urls: false
theme:
  name: material
  custom_dir: theme
  font: false
  features: [{features}]
plugins: []
"""
# The tag as the theme's own documentation has scripts put into the head, and the link at its foot.
OVERRIDE = f"""{{% extends "base.html" %}}
{{% block extrahead %}}{pages.TAG}{{% endblock %}}
{{% block footer %}}<footer>{pages.LINK}</footer>{{% endblock %}}
"""
FURO = """
project = "A site"
html_theme = "furo"
html_js_files = [("/consent/consent.js", {"defer": "defer"})]
html_static_path = []
html_copy_source = False
templates_path = ["templates"]
"""
CONTENTS = """
.. toctree::
   :hidden:

   film
   choices
"""
HUGO_SETTINGS = """
baseURL = "/"
disableKinds = ["taxonomy", "term", "rss", "sitemap", "404"]
[markup.goldmark.renderer]
unsafe = true
"""
HUGO = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title><link rel="icon" href="data:,">
%s</head>
<body><header>A site</header><main>{{ .Content }}</main><footer>%s</footer></body></html>
"""


def python(packages: str, folder: Path, *command: str) -> None:
    """Run a *command* of Python in a *folder*, which finds *packages*."""
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(environment.software(packages))},
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def material(folder: Path, address: str, *, features: str) -> None:
    """Write a site of Material for MkDocs with these *features*.

    Its instant navigation makes every script anew, of which only those with an address keep what they say:
    all that waits is in a template.
    """
    source = folder.with_name("source")
    blocked = '<script type="text/plain" data-service="stats" data-src="/waiting.js"></script>'
    held = '<template data-service="stats"><script src="/waiting.js"></script></template>'
    docs = {}
    for name, heading in pages.HEADINGS.items():
        content = pages.CONTENTS[name].replace(blocked, held)
        docs[f"docs/{name}.md"] = f"# {heading}\n\n{pages.WAYS}\n\n<div>\n{content}\n</div>\n"
    settings = MATERIAL.format(address=address, features=features)
    pages.write(source, {**docs, "mkdocs.yml": settings, "theme/main.html": OVERRIDE})
    python("mkdocs", source, "-m", "mkdocs", "build", "--quiet", "--dirty", "--site-dir", str(folder))
    pages.write(folder, {})


def furo(folder: Path, _: str) -> None:
    """Write a site of Sphinx with the theme Furo."""
    source = folder.with_name("source")
    docs = {}
    for name, heading in pages.HEADINGS.items():
        raw = "\n".join(f"   {line}" for line in f"{pages.WAYS}\n{pages.CONTENTS[name]}".splitlines())
        listed = CONTENTS if name == "index" else ""
        docs[f"{name}.rst"] = f"{heading}\n=======\n\n.. raw:: html\n\n{raw}\n{listed}"
    page = (
        f'{{% extends "!page.html" %}}\n{{% block footer %}}{{{{ super() }}}}{pages.LINK}{{% endblock %}}\n'
    )
    pages.write(source, {**docs, "conf.py": FURO, "templates/page.html": page})
    python("sphinx", source, "-m", "sphinx", "--quiet", ".", str(folder))
    pages.write(folder, {})


def hugo(folder: Path, _: str) -> None:
    """Write a site of Hugo, its pages as short as Hugo makes them."""
    source = folder.with_name("source")
    template = HUGO % (pages.TAG, pages.LINK)
    made = {f"layouts/_default/{kind}.html": template for kind in ("single", "list")}
    for name, heading in pages.HEADINGS.items():
        head = f'---\ntitle: "{heading}"\nurl: "{name}.html"\n---\n'
        made[f"content/{'_index' if name == 'index' else name}.md"] = (
            f"{head}<div>{pages.content(name)}</div>"
        )
    pages.write(source, {**made, "hugo.toml": HUGO_SETTINGS})
    python("hugo", source, "-m", "hugo", "--quiet", "--minify", "--destination", str(folder))
    pages.write(folder, {})


GENERATORS = (
    Software("mkdocs material, instant", partial(material, features="navigation.instant")),
    Software("mkdocs material", partial(material, features="")),
    Software("sphinx with furo", furo),
    Software("hugo", hugo),
)
