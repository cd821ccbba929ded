"""Both layers tell the same: what for, by whom, and how it is taken back, in every language."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from banner import config
from banner.config import locales
from banner.core.declaration import Declaration, Purpose
from banner.core.messages import Messages
from banner.toolchain import bundle
from banner.view.banner import banner, paragraph
from banner.view.notice import notice
from banner.view.preferences import dialog

SITE = config.read(bundle.ROOT / "site/demo/consent.toml")
ASKED = tuple(one for one in SITE.declaration.purposes if not one.required)
SELECTIONS = [some for count in range(1, len(ASKED) + 1) for some in itertools.combinations(ASKED, count)]


def messages(language: str) -> Messages:
    return locales.messages(language, SITE.texts[language], SITE.declaration)


def with_purposes(asked: tuple[Purpose, ...]) -> Declaration:
    """The demo's declaration with only these purposes asked for."""
    ids = [one.id for one in asked]
    services = tuple(one for one in SITE.declaration.services if one.purpose in ids)
    return replace(SITE.declaration, purposes=asked, services=services)


@pytest.mark.law("A15")
@pytest.mark.parametrize("asked", SELECTIONS, ids=lambda some: "+".join(one.id for one in some))
@pytest.mark.parametrize("language", SITE.languages)
def test_both_layers_name_the_purposes_that_are_asked_in_one_order(
    language: str, asked: tuple[Purpose, ...]
) -> None:
    said, declaration = messages(language), with_purposes(asked)
    first = notice(declaration, said, ())
    second = dialog(declaration, said, (), {}).text
    for told, key in ((first, "aim"), (second, "name")):
        shown = [(said.text(f"purpose.{one.id}.{key}"), one.id) for one in ASKED]
        heads = [(text if key == "aim" else f"<span>{text}</span></label>", name) for text, name in shown]
        found = sorted((told.index(text), name) for text, name in heads if text in told)
        assert [name for _, name in found] == [one.id for one in asked]


@pytest.mark.law("A14")
@pytest.mark.parametrize("language", SITE.languages)
def test_the_preferences_name_every_company_that_the_first_layer_counts(language: str) -> None:
    said = messages(language)
    second = dialog(SITE.declaration, said, (), {}).text
    asked = {one.vendor for one in SITE.declaration.optional()}
    names = [one.name for one in SITE.declaration.vendors if one.id in asked]

    assert len(names) > 3
    assert [name for name in names if name not in second] == []


@pytest.mark.law("A13")
@pytest.mark.parametrize("language", SITE.languages)
def test_the_first_layer_tells_of_the_withdrawal_before_any_button(language: str) -> None:
    said = messages(language)
    links = {name: f"{name}.html" for name in config.LINKS}
    text = banner(said, paragraph(said, "", accounts=False), links, {}).text

    assert 0 < text.index(said.text("banner.withdraw")) < text.index("consent-actions")
