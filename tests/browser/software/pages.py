"""The pages of every site here: one has outside content and blocked scripts, another one places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = {"index": "Home", "film": "Film", "choices": "Choices"}
WAYS = (
    '<p class="ways">'
    + " ".join(f'<a href="{name}.html">{heading}</a>' for name, heading in HEADINGS.items())
    + "</p>"
)
VIDEO = "https://www.youtube-nocookie.com/embed/tasca000001"
EMBEDS = f"""<div id="item" data-service="youtube" data-embed="tasca000001"></div>
<iframe id="frame" data-service="youtube" data-src="{VIDEO}-2" title="Another"></iframe>"""
# Scripts that run at once, and such that wait: each tells what it is.
SCRIPTS = """<script>count("inline")</script>
<script src="/file.js"></script>
<template data-service="stats"><script>count("waiting inline")</script></template>
<script type="text/plain" data-service="stats" data-src="/waiting.js"></script>"""
FILES = {"file.js": 'count("file");', "waiting.js": 'count("waiting file");'}
PLACES = "\n".join(
    f'<div data-consent-embed="{one}"></div>' for one in ("preferences", "declaration", "history")
)
CONTENTS = {"index": "", "film": f"{EMBEDS}\n{SCRIPTS}", "choices": PLACES}
LINK = '<a href="choices.html" data-consent-open>Cookie preferences</a>'
TAG = '<script src="/consent/consent.js" defer></script>'


def content(name: str) -> str:
    """Return what the page called *name* has to say."""
    return f"<h1>{HEADINGS[name]}</h1>\n{WAYS}\n{CONTENTS[name]}"


def document(name: str, *, head: str = "", body: str = "", main: str = "") -> str:
    """Return the page called *name*, with what a software wants in its head and on its elements."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{HEADINGS[name]}</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
{head}
{TAG}
</head>
<body{body}>
<header>A site</header>
<main{main}>
{content(name)}
</main>
<footer>{LINK}</footer>
</body>
</html>
"""


def write(folder: Path, files: dict[str, str]) -> None:
    """Write the *files* of a site, and those that its pages name."""
    for name, text in {**FILES, **files}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
