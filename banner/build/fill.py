"""Fills a folder with all that a site deploys beside its pages: texts, scripts, Python, the runtime, sums."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from banner import resources
from banner.build import asked, beside, manifest, output, prerender, runtimes, styles
from banner.config import locales, schema
from banner.config.regions import Rules, by_code
from banner.core.consent import made_in

if TYPE_CHECKING:
    from pathlib import Path

    from banner.config.site_config import SiteConfig


def fill(site: SiteConfig, fresh: Path, runtime_name: str) -> None:
    """Write everything that a build makes into *fresh*, for the runtime called *runtime_name*."""
    consent = fresh / manifest.CONSENT
    consent.mkdir(parents=True)
    text = json.dumps(schema.schema(site.language), indent=2, sort_keys=True)
    (fresh / beside.SCHEMA).write_text(text + "\n", encoding="utf-8", newline="\n")
    (fresh / beside.HEADERS).write_text(output.headers(consent.name), encoding="utf-8", newline="\n")
    if site.updated:
        _write_support(fresh / beside.SUPPORT, site.updated)
    _write(site, consent, runtime_name)
    asked.write(site, consent)
    (consent / "LICENCES.txt").write_bytes(resources.data(f"licences.{runtime_name}.txt"))
    output.beside(consent / "LICENCES.txt", f"licences.{runtime_name}.txt")
    output.compress(consent)
    # The last file, since it names all others.
    (consent / output.SUMS).write_text(output.sums(consent), encoding="utf-8", newline="\n")


def _write_support(file: Path, day: str) -> None:
    """Say in *file* that the site honours Global Privacy Control, as that was meant on *day*.

    https://w3c.github.io/gpc/#gpc-support-resource
    """
    file.parent.mkdir(exist_ok=True)
    file.write_text(_json({"gpc": True, "lastUpdate": day}) + "\n", encoding="utf-8", newline="\n")


def _write(site: SiteConfig, folder: Path, runtime_name: str) -> None:
    """Write ``consent.js`` and all that it asks for, which is otherwise in regions with other rules."""
    made, services = runtimes.write(runtime_name, folder), resources.services()

    def short(function: str) -> str:
        """Return a *function* of the catalogue shortened; the owner's stays as it stands."""
        return services.get(function, function)

    values = _values(site, folder, made, short)
    found = [values]
    codes: dict[str, int] = {}
    rules = [Rules()]
    for region in site.regions:
        if region.rules not in rules:
            rules.append(region.rules)
            found.append(_values(site.under(region.rules), folder, made, short))
        codes.update(dict.fromkeys(region.codes, rules.index(region.rules)))
    regions = None
    if codes:
        others = [{key: one[key] for key in one if one[key] != values.get(key)} for one in found]
        regions = prerender.Regions(resources.text("region.js"), others, codes)
    script = prerender.script(resources.text("consent.js"), values, site.code, short, regions)
    # In a page of another encoding a browser reads a script as that, unless the script begins with this mark.
    (folder / "consent.js").write_text("\ufeff" + script, encoding="utf-8", newline="\n")


def _values(site: SiteConfig, folder: Path, made: runtimes.Runtime, short: prerender.Short) -> dict[str, Any]:
    """Return what the loader is told of *site*, once the files that it asks for are written.

    What a visitor's region decides is in each of them, so a plan of one region is none of another.
    """
    said, texts, files = _write_languages(site, folder)
    loader, starter = map(resources.text, ("consent.js", "python.js"))
    declaration = site.declaration
    values: dict[str, Any] = {
        # These two follow from all else; names that look alike weigh less side by side.
        "build": "",
        "revision": made_in(declaration.revision, declaration.mode, declaration.noticed),
        "asked": [service.id for service in declaration.optional()],
        # What is exempt is on without a move of the visitor's: Python says so, and leaves a plan.
        **({"start": "idle"} if site.start == "idle" or declaration.exempt() else {}),
        # A list weighs less than names, in the script that every page pays for.
        "cookies": [site.cookies.consent, site.cookies.language, site.cookies.prefix()],
        "name": site.name,
        "css": styles.first_layer(site),
        "embeds": prerender.embeds(site),
        # As the loader looks them up: the first tag that fits is the closest.
        "languages": sorted(
            sorted((*site.languages, *locales.aliases(site.languages))), key=len, reverse=True
        ),
        "texts": texts,
        "python": "",
        "extras": output.hashed(
            folder, "extras.js", prerender.extras(resources.text("extras.js"), site, files, short)
        ),
        "blocking": output.ready(folder, "blocking.js"),
        **said[site.language],
    }
    known: dict[str, Any] = {
        "declaration": asdict(declaration),
        "messages": {language: _spoken(site, language) for language in site.languages},
        "policies": site.links["cookie-policy"],
        "cookies": asdict(site.cookies),
        "server": site.server,
    }
    code = {name: asdict(one) for name, one in site.code.items()}
    values["build"] = _digest([loader, values, known, code, asdict(made)])
    built = {"build": values["build"], **_codes(site)}
    source = output.hashed(folder, made.source, prerender.source(made.program, {**built, **known}))
    values["python"] = output.hashed(
        folder, "python.js", prerender.starter(starter, made, source, site, short)
    )
    return values


def _codes(site: SiteConfig) -> dict[str, list[str]]:
    """Return the codes of the regions in which *site* is as it is here; nothing where it has no regions.

    No page needs them: whoever reads what was built finds what belongs to a region.
    """
    here = Rules(site.declaration.mode, site.declaration.noticed)
    codes = [code for code, rules in by_code(site.regions).items() if rules == here]
    return {"codes": codes} if site.regions else {}


def _write_languages(
    site: SiteConfig, folder: Path
) -> tuple[dict[str, dict[str, Any]], str, dict[str, dict[str, str]]]:
    """Write what is said in each language.

    Return what the loader says in each, the part that the names of its files share, and the files of each for
    ``extras``. They are texts and no program, so the loader knows no hash of theirs, and one name for all:
    a hash of each would weigh 50 bytes on every page.
    """
    names = locales.names(site.languages)
    css, look = styles.sheet("extras", site.theme), styles.sheet("preferences", site.theme)
    (folder / "notices").mkdir(exist_ok=True)
    found, files = {}, {}
    for language in site.languages:
        messages = locales.messages(language, site.texts[language], site.declaration)
        said = prerender.painted(site, messages, names)
        choices = {**prerender.preferences(site, messages, names), "css": look}
        more = prerender.more(site, messages)
        shown = prerender.archive(messages, said, choices, more)
        said["notice_hash"] = hashlib.sha256(shown.encode()).hexdigest()
        path = folder / f"notices/{said['notice_hash']}.json"
        path.write_text(shown, encoding="utf-8", newline="\n")
        files[language] = {
            "preferences": output.hashed(folder, f"preferences.{language}.json", _json(choices)),
            "more": output.hashed(folder, f"more.{language}.json", _json({**more, "css": css})),
        }
        found[language] = said
    texts = _digest(found)
    for language, said in found.items():
        files[language]["banner"] = output.named(folder, f"{language}.{texts}.json", _json(said))
    for tag, language in locales.aliases(site.languages).items():
        output.named(folder, f"{tag}.{texts}.json", _json(found[language]))
    return found, texts, files


def _spoken(site: SiteConfig, language: str) -> dict[str, Any]:
    messages = locales.messages(language, site.texts[language], site.declaration)
    names = tuple(f"service.{service.id}.name" for service in site.declaration.optional())
    return locales.plain(messages, (*prerender.SPOKEN, *names))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _digest(value: object) -> str:
    """Return eight hexadecimal digits that change with *value*."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:8]
