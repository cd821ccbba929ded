"""One build: from the declaration to everything that a site owner deploys."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from banner.building import bundle, config, environment, locales, prerender, runtime, schema
from banner.view.answer import SPOKEN

if TYPE_CHECKING:
    from banner.building.config import Site

_CLIENT = bundle.ROOT / "banner/client"


@dataclass(frozen=True)
class Report:
    """What a build made."""

    out: Path
    services: int
    weight: int

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
    if (runtime_name or site.runtime) != "pyodide":
        raise config.ConfigError(f"{path}: runtime: only pyodide can be built so far; write that")
    out = out.resolve()
    if out.exists() and any(out.iterdir()) and not (out / "consent/consent.js").exists():
        raise config.ConfigError(
            f"{out}: this folder has files that no build has made; name another one with --out"
        )
    with tempfile.TemporaryDirectory(prefix=".consent-", dir=_existing(out.parent)) as folder:
        fresh = Path(folder) / "dist"
        script = _fill(site, path, out, fresh)
        shutil.rmtree(out, ignore_errors=True)
        fresh.rename(out)
    return Report(out, len(site.declaration.optional()), len(gzip.compress(script.encode(), 9)))


def _existing(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _fill(site: Site, declaration: Path, out: Path, fresh: Path) -> str:
    """Everything that a build makes, in *fresh*; gives the text of ``consent.js``."""
    if site.pages:
        _copy_pages(site.pages, declaration, (out, fresh.parent), fresh)
    consent = fresh / "consent"
    consent.mkdir(parents=True)
    runtime.copy(consent)
    text = json.dumps(schema.schema(), indent=2, sort_keys=True)
    (fresh / "consent.schema.json").write_text(text + "\n", encoding="utf-8")
    return _write(site, consent)


def _write(site: Site, folder: Path) -> str:
    own = site.texts.get(site.language, {})
    messages = locales.messages(site.language, own)
    loader = environment.bundle(_CLIENT / "loader.js")
    css = environment.minify((_CLIENT / "banner.css").read_text(encoding="utf-8"), "css")
    values: dict[str, Any] = {
        "revision": site.declaration.revision,
        "asked": [service.id for service in site.declaration.optional()],
        "start": site.start,
        "css": css,
        **prerender.painted(site, messages),
    }
    known: dict[str, Any] = {
        "declaration": asdict(site.declaration),
        "messages": locales.plain(messages, SPOKEN),
    }
    code = {name: asdict(one) for name, one in site.code.items()}
    build_id = _digest([loader, values, known, code, bundle.source({}), runtime.names().core])
    source = bundle.source({"build": build_id, **known})
    name = f"banner.{_digest(source)}.py"
    values["build"] = build_id
    values["python"] = {**asdict(runtime.names()), "source": name}
    script = environment.minify(prerender.script(loader, values, site.code), "js")
    (folder / name).write_text(source, encoding="utf-8")
    (folder / "consent.js").write_text(script, encoding="utf-8")
    return script


def _copy_pages(pages: Path, declaration: Path, builds: tuple[Path, ...], target: Path) -> None:
    """Copy the *pages* of the site, less the *declaration*, any Python, and *builds* that lie among them."""

    def ignore(folder: str, names: list[str]) -> list[str]:
        return [
            name
            for name in names
            if name == declaration.name
            or name.endswith((".py", "__pycache__"))
            or (Path(folder) / name).resolve() in builds
        ]

    shutil.copytree(pages, target, ignore=ignore)


def _digest(value: object) -> str:
    """Eight hexadecimal digits that change with *value*."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:8]
