"""The page that every contestant stands in, and the three tags that wait for consent."""

from __future__ import annotations

import html

TITLE = "Your choice about cookies"
TEXT = (
    "With your consent, cookies improve your experience, personalise content and ads, and show how the site "
    "is used and where its audience comes from."
)
TAGS = ("alpha", "beta", "gamma")
# Each tag stands for a vendor: a script at a host of its own.
TAG = "window.tags = [...(window.tags || []), document.currentScript.src];\n"
_WORDS = (
    "The tape runs at fifteen inches a second, and the room answers late. What you hear first is the wood "
    "of the floor, then the glass, and last the curtain at the far wall. We heard all three on one morning."
)
_PARAGRAPHS = 24


def tag_address(name: str, port: int) -> str:
    """Where the tag *name* is; every name below ``.test`` is this machine."""
    return f"http://{name}.test:{port}/tag.js"


def page(head: str = "", body: str = "") -> str:
    """An ordinary article with a style sheet and a picture; *head* and *body* are the contestant's own."""
    paragraphs = "\n".join(
        f"<h2>Take {number}</h2>\n<p>{html.escape(_WORDS)}</p>" for number in range(1, _PARAGRAPHS + 1)
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Rooms and tape</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/site.css">
{head}
</head>
<body>
<main>
<h1>Rooms and tape</h1>
<img src="/assets/hero.svg" alt="" width="800" height="720">
{paragraphs}
</main>
{body}
</body>
</html>
"""
