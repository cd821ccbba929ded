"""What a reader copies from the documentation works."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from banner.config import site_config
from tests.unit.docs.markdown import DOCS, ROOT, pages

README = ROOT / "README.md"
BASE = '[links]\ncookie-policy = "cookies.html"\nprivacy-policy = "privacy.html"\n'


def examples(file: Path) -> list[str]:
    """Return the declarations, or pieces of one, that *file* shows."""
    return re.findall(r"^```toml\n(.*?)^```$", file.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def read(folder: Path, text: str) -> site_config.SiteConfig:
    """Return what a declaration with this *text* declares."""
    file = folder / "consent.toml"
    file.write_text(text, encoding="utf-8")
    return site_config.read(file)


def test_every_example_is_toml() -> None:
    for file in pages():
        for text in examples(file):
            tomllib.loads(text)


@pytest.mark.parametrize("file", [README, DOCS / "guide/first-banner.md"], ids=lambda file: file.stem)
def test_the_first_declaration_builds_as_it_stands(tmp_path: Path, file: Path) -> None:
    (text,) = examples(file)

    assert [one.id for one in read(tmp_path, text).declaration.optional()] == ["google"]


@pytest.mark.parametrize(
    ("at", "purposes", "services"),
    [(0, ["analytics", "marketing"], ["google", "google-ads"]), (1, ["analytics"], ["visits"])],
)
def test_the_examples_of_services_can_be_added_to_a_declaration(
    tmp_path: Path, at: int, purposes: list[str], services: list[str]
) -> None:
    headings = "".join(f'[[purposes]]\nid = "{one}"\n' for one in purposes)
    site = read(tmp_path, BASE + headings + examples(DOCS / "guide/services.md")[at])

    assert [one.id for one in site.declaration.optional()] == services


def test_the_readme_is_short_and_leads_to_the_first_banner() -> None:
    text = README.read_text(encoding="utf-8")

    assert len(text.encode()) <= 8_000
    assert "pip install consent-banner" in text
    assert '<script src="/consent/consent.js" defer></script>' in text
    assert "python3 build.py serve" in text
    assert "python3 build.py test" in text
    assert "site/docs/guide/first-banner.md" in text


def test_the_demo_deploys_nothing_of_the_documentation() -> None:
    demo = site_config.read(ROOT / "site/demo/consent.toml")

    assert demo.pages
    assert not DOCS.is_relative_to(demo.pages.resolve())
