"""Messages: the texts that a visitor reads, in one language, looked up by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banner.core.declaration import Service


class Messages:
    """Texts of one language.

    *direction* is ``"ltr"`` or ``"rtl"``. *texts* maps keys such as ``"banner.title"`` to texts, in
    which ``{name}`` stands for a value.
    """

    def __init__(self, language: str, direction: str, texts: dict[str, str]) -> None:
        self.language = language
        self.direction = direction
        self.texts = texts

    def text(self, key: str, **values: str) -> str:
        """Return the text of *key* with *values* filled in.

        Raises :class:`KeyError` where the language has no such text: the build has checked that it does.
        """
        return self.texts[key].format(**values)

    def name(self, service: Service) -> str:
        """Return the name of *service* in this language; most names are the same in all."""
        return self.texts.get(f"service.{service.id}.name", service.name)
