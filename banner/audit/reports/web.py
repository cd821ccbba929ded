"""The report for people: one HTML page that needs nothing else, pictures included."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from banner import __version__
from banner.audit.findings import RULES
from banner.audit.reports.terminal import cell
from banner.view.html import Html, element, join

if TYPE_CHECKING:
    from banner.audit.findings import Group
    from banner.audit.result import Picture, Result

_STYLE = Path(__file__).with_name("report.css")
_PARTS = ("page", "phase", "engine")


def html(result: Result) -> str:
    """Return the page; all that comes from the audited site is escaped, and no script is in it."""
    title = f"Consent audit of {result.address}"
    page = element(
        "html",
        element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("title", title),
            element("style", Html(_STYLE.read_text(encoding="utf-8"))),
        ),
        element(
            "body",
            element("header", element("div", *_head(result))),
            element("main", *_main(result)),
            element("footer", element("div", *_foot(result))),
        ),
        lang="en",
    )
    return "<!doctype html>\n" + page.text + "\n"


def _head(result: Result) -> tuple[Html, ...]:
    state = "clean" if result.clean else "found"
    facts = (
        ("Declaration", f"{result.declaration}, revision {result.revision}"),
        ("Engines", ", ".join(f"{one.name} {one.version}" for one in result.engines)),
        ("Pages", str(len(result.pages))),
        ("Began", result.moment()),
        ("Took", f"{result.seconds:.0f} s"),
    )
    return (
        element("p", "Consent audit", class_="kicker"),
        element("h1", result.address),
        element("p", result.sentence().capitalize(), class_=f"verdict {state}"),
        element("dl", *(element("div", element("dt", key), element("dd", value)) for key, value in facts)),
    )


def _main(result: Result) -> tuple[Html, ...]:
    groups = result.groups
    findings = [_finding(result, one) for one in groups] or [
        element("p", "All that was seen is declared, and came when it was granted.")
    ]
    return (
        element(
            "section", element("h2", "Phases"), element("div", _table(result), class_="wide", tabindex="0")
        ),
        element("section", element("h2", "Findings"), *findings),
        *([_gallery(result)] if result.pictures else []),
        element(
            "section",
            element("h2", "Pages"),
            element("ul", *(element("li", element("code", one)) for one in result.pages)),
        ),
    )


def _table(result: Result) -> Html:
    engines = [one.name for one in result.engines]
    rows = [
        element(
            "tr",
            element("th", title, scope="row"),
            *(_td(cell(result, phase, engine)) for engine in engines),
        )
        for phase, title in (*result.phases.items(), ("", "the whole of it"))
    ]
    heads = [element("th", name, scope="col") for name in ("phase", *engines)]
    return element("table", element("thead", element("tr", *heads)), element("tbody", *rows))


def _td(words: str) -> Html:
    level = next((one for one in ("error", "warning", "note", "clean") if one in words), "none")
    return element("td", element("span", words, class_=f"mark {level}"))


def _finding(result: Result, group: Group) -> Html:
    one = group.first
    cause = one.caused_by
    place = f"{cause.script}:{cause.line}" if cause.line else cause.script
    caused = [element("code", part) for part in (cause.element, place) if part]
    rows = [("Caused by", join(*caused))] if caused else []
    for part in _PARTS:
        places = group.places(part)
        words = [result.phases.get(name, name) for name in places] if part == "phase" else places
        if words:
            name = part.capitalize() + "s" * (len(words) > 1)
            rows.append((name, join(*(element("span", word, class_="place") for word in words))))
    rows.append(("Remedy", join(_sentence(one.remedy) + ".")))
    return element(
        "article",
        element(
            "h3",
            element("span", one.level, class_=f"mark {one.level}"),
            " ",
            _sentence(RULES[one.rule].title),
        ),
        element("p", one.what, class_="what"),
        element("dl", *(element("div", element("dt", key), element("dd", value)) for key, value in rows)),
        class_=one.level,
        data_rule=one.rule,
    )


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def _gallery(result: Result) -> Html:
    return element(
        "section",
        element("h2", "Pictures"),
        element("div", *(_picture(result, one) for one in result.pictures), class_="pictures"),
    )


def _picture(result: Result, picture: Picture) -> Html:
    words = f"{result.phases.get(picture.phase, picture.phase)}, {picture.engine}, {picture.page}"
    source = "data:image/jpeg;base64," + base64.b64encode(picture.image).decode("ascii")
    return element(
        "figure",
        element("img", alt=f"The page: {words}", src=source, loading="lazy"),
        element("figcaption", words),
    )


def _foot(result: Result) -> tuple[Html, ...]:
    limits = [f"{one.name}: {limit}" for one in result.engines for limit in one.limits]
    data = [f"Judged by {one}." for one in result.data]
    words = [
        f"Made by consent-banner {__version__}. An audit proves what it has seen in one run of these pages.",
        *data,
        *limits,
        *result.words,
    ]
    return tuple(element("p", one) for one in words)
