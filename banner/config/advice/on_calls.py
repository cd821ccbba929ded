"""Code in a page that calls a vendor's function which may not be there. It is told with rule and remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from banner.config import loads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.config.advice.surroundings import Surroundings
    from banner.config.elements import Element
    from banner.config.pages import Page
    from banner.config.script_files import Script

    Seen = Iterator[tuple[int | None, object, str, str, str]]

_SOURCE: Final = "the guide, Blocked scripts and elements"
# Texts and comments, in which nothing is called; a text may go on in the next line between backticks alone.
_NO_CODE: Final = re.compile(
    r"""/\*.*?(?:\*/|\Z)|(?<![:\\"'`])//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`""",
    re.DOTALL,
)
_HANDLERS: Final = ("onclick", "onload", "onsubmit")


def called(around: Surroundings, page: Page, scripts: str) -> Seen:
    """Give the calls of vendors' functions that no stub takes, nor anything in the code of own *scripts*."""
    declared = {name for code in around.site.code.values() for name in code.calls}
    codes = [one for element in page.elements if not element.inert for one in _codes(element)]
    whole = "\n".join(code for _, _, code in codes)
    for name, (service, vendor) in around.calls.items():
        if (
            name not in declared
            and name.partition(".")[0] in whole
            and not _defined(name, f"{whole}\n{scripts}")
        ):
            for _, line, code in codes:
                for at in _calls(name, code):
                    yield line + code.count("\n", 0, at), name, *_untaken(around, name, service, vendor)
    yield from _early(page, declared, codes, whole)


def called_by_script(around: Surroundings, script: Script, all_code: str) -> Seen:
    """Give the calls of vendors' functions by a *script* in a file of its own, that no stub takes.

    *all_code* is that of the whole site, which may have the function somewhere else.
    """
    declared = {name for code in around.site.code.values() for name in code.calls}
    for name, (service, vendor) in around.calls.items():
        if name in declared or name.partition(".")[0] not in script.text or _defined(name, all_code):
            continue
        for at in script.calls(name):
            line = 1 + script.text.count("\n", 0, at)
            yield line, name, *_untaken(around, name, service, vendor)


def _untaken(around: Surroundings, name: str, service: str, vendor: str) -> tuple[str, str, str]:
    """Return rule, source and remedy for a call of a function that no service declares."""
    return (
        f"this calls {name} of {vendor}, which no service declares: it may not be there",
        _SOURCE,
        (
            f'{around.declare((service,))}, or write calls = ["{name}"] in a service of yours; '
            "then calls wait for the consent, and without one they are no error"
        ),
    )


def code_of(page: Page) -> str:
    """Return all code that stands in *page*, less its texts and comments."""
    return "\n".join(code for element in page.elements if not element.inert for _, _, code in _codes(element))


def _early(page: Page, declared: set[str], codes: list[tuple[Element, int, str]], whole: str) -> Seen:
    """Give the calls that are made while the page is being read, before the tag has brought their stubs."""
    tags = [one for one in page.elements if page.brings(one)]
    ready = next((one.start for one in tags if not {"defer", "async"} & one.attributes.keys()), None)
    for name in sorted(declared) if tags else ():
        if name.partition(".")[0] not in whole or _defined(name, whole):
            continue
        for element, line, code in codes:
            # What an attribute has is called later.
            waits = element.tag != "script" or element.get("type").lower() == "module"
            if waits or (ready is not None and ready < element.start):
                continue
            for at in _calls(name, code):
                if _at_once(code[:at]):
                    yield (
                        line + code.count("\n", 0, at),
                        name,
                        f"this calls {name} before the tag has brought its stub, while the page is read",
                        _SOURCE,
                        "put the tag in front of it, without defer",
                    )


def _codes(element: Element) -> Iterator[tuple[Element, int, str]]:
    """Give the code that stands in an *element*, less its texts and comments, with its first line."""
    if element.tag == "script" and "src" not in element.attributes and loads.runs(element):
        yield element, element.line + element.text.count("\n"), _bare(element.content)
    for name in _HANDLERS:
        if name in element.attributes:
            yield element, element.line, _bare(element.attributes[name])


def _bare(code: str) -> str:
    return _NO_CODE.sub(lambda found: '""' + "\n" * found[0].count("\n"), code)


def _calls(name: str, code: str) -> Iterator[int]:
    """Give where *code* calls *name*, unless it looks first whether that is there."""
    root = re.escape(name.partition(".")[0])
    if re.search(
        rf"typeof\s+{root}\b|window\.{root}\b(?!\s*[.(])|\b{root}\s*(?:\?\.|&&)|if\s*\(\s*{root}\b", code
    ):
        return
    for found in re.finditer(rf"(?<![\w$.])(?:window\.)?{re.escape(name)}\s*\(", code):
        yield found.start()


def _defined(name: str, code: str) -> bool:
    root = re.escape(name.partition(".")[0])
    return bool(re.search(rf"function\s+{root}\b|\b{root}\s*=(?!=)", code))


def _at_once(before: str) -> bool:
    """Return whether what follows this code runs with it, and in no function."""
    return all(before.count(one) <= before.count(other) for one, other in ("()", "{}"))
