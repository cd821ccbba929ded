"""One build: from the declaration to everything that a site owner deploys."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from banner.building import bundle, config, environment, locales, notices, output, prerender, runtime, schema
from banner.building.advice import advice

if TYPE_CHECKING:
    from banner.building.advice import Advice
    from banner.building.config import Site

_CLIENT = bundle.ROOT / "banner/client"


@dataclass(frozen=True)
class Report:
    """What a build made, and the advice that it has for the owner."""

    out: Path
    services: int
    weight: int
    advice: tuple[Advice, ...]

    def __str__(self) -> str:
        return (
            f"built {self.out / 'consent'}: {self.services} services that can be refused, "
            f"consent.js {self.weight:,} bytes gzip"
        )


def build(path: Path, out: Path, runtime_name: str | None = None) -> Report:
    """Build the declaration at *path* into *out*, which is replaced as a whole, or not at all.

    Raises :class:`banner.building.config.ConfigError` where the declaration has errors, or where *out* holds
    something that no build has made.
    """
    site = config.read(path)
    out = out.resolve()
    if out.exists() and any(out.iterdir()) and not (out / "consent/consent.js").exists():
        raise config.ConfigError(
            f"{out}: this folder has files that no build has made; name another one with --out"
        )
    with tempfile.TemporaryDirectory(prefix=".consent-", dir=_existing(out.parent)) as folder:
        fresh = Path(folder) / "dist"
        pages = _copied(site, path, out, fresh)
        _fill(site, fresh, runtime_name or site.runtime)
        shutil.rmtree(out, ignore_errors=True)
        fresh.rename(out)
    weight = (out / "consent/consent.js.gz").stat().st_size
    return Report(out, len(site.declaration.optional()), weight, advice(path, site, pages))


def _existing(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _copied(site: Site, declaration: Path, out: Path, fresh: Path) -> dict[Path, str]:
    """Copy the pages of the *site* to *fresh*; gives the texts of those that advice can be given on."""
    if not site.pages:
        return {}
    _copy_pages(site.pages, declaration, (out, fresh.parent), fresh)
    return {
        site.pages / file.relative_to(fresh): file.read_text(encoding="utf-8", errors="replace")
        for file in sorted(fresh.rglob("*"))
        if file.suffix in (".css", ".htm", ".html")
    }


def _fill(site: Site, fresh: Path, runtime_name: str) -> None:
    """Everything that a build makes, in *fresh*."""
    consent = fresh / "consent"
    consent.mkdir(parents=True)
    text = json.dumps(schema.schema(), indent=2, sort_keys=True)
    (fresh / "consent.schema.json").write_text(text + "\n", encoding="utf-8")
    (fresh / "_headers").write_text(output.headers(consent.name), encoding="utf-8")
    if site.updated:
        _write_support(fresh / ".well-known/gpc.json", site.updated)
    _write(site, consent, runtime_name)
    (consent / "NOTICES.txt").write_text(notices.notices(runtime_name), encoding="utf-8")
    output.compress(consent)
    # The last file, since it names all others.
    (consent / "SHA256SUMS").write_text(output.sums(consent), encoding="utf-8")


def _write_support(file: Path, day: str) -> None:
    """Say in *file* that the site honours Global Privacy Control, as that was meant on *day*.

    https://w3c.github.io/gpc/#gpc-support-resource
    """
    file.parent.mkdir(exist_ok=True)
    file.write_text(_json({"gpc": True, "lastUpdate": day}) + "\n", encoding="utf-8")


def _write(site: Site, folder: Path, runtime_name: str) -> None:
    parts = prerender.parts(environment.bundle(_CLIENT / "parts/parts.js", "esm"), site.code)
    said = _write_languages(site, folder)
    loader = prerender.loader(_CLIENT / "loader.js")
    values: dict[str, Any] = {
        "revision": site.declaration.revision,
        "asked": [service.id for service in site.declaration.optional()],
        "start": site.start,
        "server": site.server,
        "css": environment.minify((_CLIENT / "banner.css").read_text(encoding="utf-8"), "css"),
        "places": prerender.places(site.code),
        "languages": {language: file for language, (file, _) in said.items()},
        "parts": output.hashed(folder, "parts.js", environment.minify(parts, "js")),
        "gated": output.hashed(folder, "gated.js", environment.bundle(_CLIENT / "gated/gated.js", "esm")),
        **said[site.language][1],
    }
    known: dict[str, Any] = {
        "declaration": asdict(site.declaration),
        "messages": {language: _spoken(site, language) for language in site.languages},
        "policy": site.links["cookie-policy"],
        "server": site.server,
    }
    code = {name: asdict(one) for name, one in site.code.items()}
    program = bundle.program()
    build_id = _digest([loader, values, known, code, bundle.source(program, {}), runtime_name])
    source = output.hashed(folder, "banner.py", bundle.source(program, {"build": build_id, **known}))
    values["build"] = build_id
    starter = environment.bundle(_CLIENT / "python.js", "esm")
    made = runtime.write(runtime_name, folder)
    values["python"] = output.hashed(folder, "python.js", prerender.starter(starter, made, source))
    script = environment.minify(prerender.script(loader, values, site.code), "js")
    (folder / "consent.js").write_text(script, encoding="utf-8")


def _write_languages(site: Site, folder: Path) -> dict[str, tuple[str, dict[str, Any]]]:
    """Write what is said in each language; gives the name of its file and what the loader says in it."""
    names = locales.names(site.languages)
    css = environment.minify((_CLIENT / "parts/parts.css").read_text(encoding="utf-8"), "css")
    (folder / "texts").mkdir()
    found = {}
    for language in site.languages:
        messages = locales.messages(language, site.texts[language], site.declaration)
        said = prerender.painted(site, messages, names)
        choices = prerender.preferences(site, messages, names)
        more = prerender.more(site, messages)
        shown = prerender.archive(messages, said, choices, more)
        said["texts"] = hashlib.sha256(shown.encode()).hexdigest()
        (folder / f"texts/{said['texts']}.json").write_text(shown, encoding="utf-8")
        said["preferences"] = output.hashed(folder, f"preferences.{language}.json", _json(choices))
        said["more"] = output.hashed(folder, f"more.{language}.json", _json({**more, "css": css}))
        found[language] = (output.hashed(folder, f"{language}.json", _json(said)), said)
    return found


def _spoken(site: Site, language: str) -> dict[str, Any]:
    messages = locales.messages(language, site.texts[language], site.declaration)
    names = tuple(f"service.{service.id}.name" for service in site.declaration.optional())
    return locales.plain(messages, (*prerender.SPOKEN, *names))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _copy_pages(pages: Path, declaration: Path, builds: tuple[Path, ...], target: Path) -> None:
    """Copy the *pages* of the site, less the *declaration*, any Python, and *builds* that lie among them."""

    def ignore(folder: str, names: list[str]) -> list[str]:
        return [
            name
            for name in names
            if name == declaration.name
            or name.endswith((".py", "__pycache__"))
            or (Path(folder) / name / "__init__.py").exists()
            or (Path(folder) / name).resolve() in builds
        ]

    shutil.copytree(pages, target, ignore=ignore)


def _digest(value: object) -> str:
    """Eight hexadecimal digits that change with *value*."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:8]
