"""Tells what a release is made of, in the form of CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/)."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tomllib
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from banner import __version__
from banner.observe import suffixes
from banner.toolchain import cookie_names, environment, licences, public_suffixes, runtime, third_parties

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "consent-banner.cdx.json"
# In the licences' own words where SPDX has another name, or none.
_SPDX = {"APACHE-2.0": "Apache-2.0"}


def listed() -> str:
    """Return all that a release carries, and what it needs where it is installed."""
    project = tomllib.loads((environment.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ours = f"pkg:pypi/{project['name']}@{__version__}"
    # npm may have put the same package into several folders.
    found = {str(one["bom-ref"]): one for one in _carried()}
    carried = [found[ref] for ref in sorted(found)]
    needed = [_needed(one) for one in project["dependencies"]]
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": ours,
                "name": project["name"],
                "version": __version__,
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": ours,
            }
        },
        "components": [*carried, *needed],
        "dependencies": [{"ref": ours, "dependsOn": [one["bom-ref"] for one in (*carried, *needed)]}],
    }
    # The same document has the same number, whoever makes it.
    content = json.dumps(document, sort_keys=True)
    return json.dumps(
        {**document, "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}"},
        indent=1,
        sort_keys=True,
    )


def _carried() -> Iterator[dict[str, Any]]:
    """Give the npm packages that parts of are inside, for visitors or for owners, and the works in them."""
    lock = json.loads((environment.LOCKS / "package-lock.json").read_text("utf-8"))["packages"]
    folders = {environment.package(name) for name in runtime.PACKAGES.values()}
    for folder in folders | set(licences.needed(environment.package("@pyscript/core"))):
        told = json.loads((folder / "package.json").read_text("utf-8"))
        entry = lock[folder.relative_to(environment.NPM).as_posix()]
        yield _component(told["name"], told["version"], told.get("license", ""), entry["integrity"])
    hosts = json.loads(third_parties.LOCK.read_text("utf-8"))["packages"]
    entry = hosts[f"node_modules/{third_parties.PACKAGE}"]
    yield _component(third_parties.PACKAGE, entry["version"], entry["license"], entry["integrity"])
    yield {
        "type": "data",
        "bom-ref": cookie_names.SOURCE,
        "name": "Open Cookie Database",
        "version": cookie_names.COMMIT,
        "licenses": [{"license": {"id": "Apache-2.0"}}],
        "hashes": [{"alg": "SHA-256", "content": cookie_names.SHA256}],
        "externalReferences": [{"type": "vcs", "url": cookie_names.SOURCE}],
    }
    yield {
        "type": "data",
        "bom-ref": public_suffixes.SOURCE,
        "name": "public suffix list",
        "version": suffixes.version()[1],
        "licenses": [{"license": {"id": "MPL-2.0"}}],
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(suffixes.FILE.read_bytes()).hexdigest()}],
        "externalReferences": [{"type": "vcs", "url": public_suffixes.SOURCE}],
    }
    for works in licences.WITHOUT.values():
        for name, source, licence in works:
            yield {
                "type": "library",
                "bom-ref": source,
                "name": name,
                "licenses": [{"license": {"id": licence}}],
                "externalReferences": [{"type": "vcs", "url": source}],
            }


def _component(name: str, version: str, licence: str, integrity: str) -> dict[str, Any]:
    kind, _, digest = integrity.partition("-")
    purl = f"pkg:npm/{quote(name, safe='/')}@{version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "licenses": [{"license": {"id": _SPDX.get(licence, licence)}}],
        "hashes": [{"alg": kind.replace("sha", "SHA-"), "content": base64.b64decode(digest).hex()}],
        "purl": purl,
    }


def _needed(requirement: str) -> dict[str, Any]:
    """Return a package that is installed beside ours, in a version that the installer chooses."""
    name = re.split(r"[^A-Za-z0-9_.-]", requirement)[0]
    return {"type": "library", "bom-ref": f"pkg:pypi/{name}", "name": name, "purl": f"pkg:pypi/{name}"}
