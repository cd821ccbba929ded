"""An independent validator, the Nu Html Checker, has nothing to say of any HTML that is written here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner import config
from banner.build import prerender
from banner.config import locales
from banner.core.log_entry import LogEntry
from banner.core.merge import Merged
from banner.core.record import encode
from banner.toolchain import bundle
from banner.view.history import history
from banner.view.html import Html, element
from banner.view.toast import account_toast
from tests.support import validator
from tests.unit.shop import consent

if TYPE_CHECKING:
    from pathlib import Path

    from banner.core.messages import Messages

SITE = config.read(bundle.ROOT / "site/demo/consent.toml")
PLAIN = "<!doctype html><html dir={3} lang={0}><meta charset=utf-8><title>{1}</title><h1>{1}</h1>{2}</html>"


def everything(messages: Messages) -> str:
    """All that the views render in one language, each once."""
    names = {one.id: messages.name(one) for one in SITE.declaration.services}
    names_of_languages = locales.names(SITE.languages)
    said = prerender.painted(SITE, messages, names_of_languages)
    choices = prerender.preferences(SITE, messages, names_of_languages)
    also = prerender.more(SITE, messages)
    merged = Merged(None, toast="contested", contested=("google",))
    entry = LogEntry("e1", "given", encode(consent()), "", "0" * 64, messages.language, "device")
    pieces = [
        said["banner"],
        choices["dialog"],
        choices["section"],
        also["declaration"],
        also["history"],
        *also["placeholders"].values(),
        account_toast(messages, merged, names, "today").text,
        history(messages, (entry,), names, "browser", str).text,
        history(messages, (), names, "browser", str).text,
    ]
    return "".join(pieces)


def test_the_pages_and_every_view_in_every_language_are_valid(tmp_path: Path) -> None:
    pages = sorted((bundle.ROOT / "site/demo").glob("*.html"))
    for language in SITE.languages:
        messages = locales.messages(language, SITE.texts[language], SITE.declaration)
        page = tmp_path / f"views.{language}.html"
        page.write_text(
            PLAIN.format(language, "Views", everything(messages), messages.direction), encoding="utf-8"
        )
        pages.append(page)

    assert len(pages) == 6 + 6
    assert validator.findings(pages) == []


def test_the_validator_finds_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "wrong.html"
    wrong = element("ul", element("p", "no item"), Html("<p id=a><p id=a>"))
    page.write_text(PLAIN.format("en", "Wrong", wrong.text, "ltr"), encoding="utf-8")

    found = validator.findings([page])
    assert any("not allowed as child of element “ul”" in one for one in found)
    assert any("Duplicate ID" in one for one in found)
