"""Judges of others' making beside axe: IBM's checker, HTML_CodeSniffer, and html-validate.

What a judge cannot decide, it hands to people: that is read with care, and no finding here.
"""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from banner.toolchain import environment
from banner.toolchain.environment import SetUpError

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

_SCRIPTS = ("accessibility-checker-engine/ace-window.js", "html_codesniffer/build/HTMLCS.js")
# All rules that it has: those of WCAG 2.2 at level AA, and IBM's own. It judges the whole page.
_IBM = """async (roots) => {
  const { results } = await new ace.Checker().check(document, ['IBM_Accessibility']);
  const own = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest(roots.join());
  const failed = results.filter(({ node, value }) => value[1] === 'FAIL' && own(node));
  return [results.length, failed.map((one) => [one.ruleId, one.message, one.snippet])];
}"""
# Level AA is what we promise. At level AAA it wants 7:1 of each colour, and of a layer that its heading be
# the first of the page.
_SNIFF = """async (roots) => {
  const found = [];
  for (const root of document.querySelectorAll(roots.join())) {
    await new Promise((done, fail) => HTMLCS.process('WCAG2AA', root, done, fail));
    found.push(...HTMLCS.getMessages());
  }
  const wrong = found.filter(({ type }) => type === HTMLCS.ERROR);
  return [found.length, wrong.map(({ code, element, msg }) => [code, msg, element.outerHTML])];
}"""
# Each rule of a standard, but none of style: a browser writes attributes down in its own. Switches of one
# name are a list of values, as in any form.
_RULES = {
    "root": True,
    "extends": ["html-validate:standard", "html-validate:a11y"],
    "rules": {"form-dup-name": ["error", {"shared": ["checkbox"]}]},
}
_LAYERS = "(root) => [...document.querySelectorAll(root)].map((one) => one.outerHTML)"


def findings(page: Page, *roots: str) -> list[Any]:
    """What the two that look at a page find in *roots*, which are selectors of what is to be seen."""
    for script in _SCRIPTS if page.evaluate("!window.HTMLCS") else ():
        page.evaluate((environment.judges() / script).read_text(encoding="utf-8"))
    found = []
    for name, judge in (("IBM", _IBM), ("HTML_CodeSniffer", _SNIFF)):
        looked_at, wrong = page.evaluate(judge, list(roots))
        assert looked_at, f"{name} has looked"
        found += [(name, *one) for one in wrong]
    return found


def written(page: Page, root: str) -> str:
    """Return what *root* selects as a page of its own, for :func:`markup`."""
    layers = "".join(page.evaluate(_LAYERS, root))
    return f'<!doctype html><html lang="en"><head><title>Layer</title></head><body>{layers}</body></html>'


def markup(pages: dict[str, str], folder: Path) -> list[str]:
    """All that html-validate has to say of *pages*, by their names; they are kept in *folder*.

    Raises :class:`SetUpError` where it fails.
    """
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    (folder / ".htmlvalidate.json").write_text(json.dumps(_RULES), encoding="utf-8")
    program = environment.judges() / "html-validate/bin/html-validate.mjs"
    files = [f"{name}.html" for name in pages]
    command: list[str | Path] = [environment.node(), program, "--formatter", "json", *files]
    ended = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    if ended.returncode not in (0, 1):
        raise SetUpError(f"html-validate fails:\n{ended.stdout}{ended.stderr}")
    return [
        f"{one['filePath']}: {said['message']} ({said['ruleId']}) {said.get('selector')}"
        for one in json.loads(ended.stdout)
        for said in one["messages"]
    ]
