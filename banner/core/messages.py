"""Messages: the texts that a visitor reads, in one language, looked up by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banner.core.declaration import Service

# What runs from right to left is in here: from Hebrew to Arabic, and the forms and scripts far behind.
_RIGHT_TO_LEFT = (("\u0590", "\u08ff"), ("\ufb1d", "\U0010ffff"))
# The full stop of these languages has its space in itself.
_WITHOUT_SPACES = ("ja", "zh")
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"


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

    def names(self, services: tuple[Service, ...]) -> tuple[str, ...]:
        """Return the name of each of *services*."""
        return tuple([self.name(service) for service in services])

    @property
    def space(self) -> str:
        """Return what stands between two sentences: nothing where the language writes no spaces."""
        return "" if self.language.split("-")[0] in _WITHOUT_SPACES else " "

    def joined(self, names: tuple[str, ...]) -> str:
        """Return *names* as this language lists them in a sentence: ``"A, B, and C"``.

        The patterns are those of Unicode's locale data (UTS 35, part 2, List Patterns). A name that may be
        written in the other direction than the sentence is isolated from it (UAX 9, 2.4.2).
        """
        if not names:
            return ""
        places = ["two"] if len(names) == 2 else ["end", *["middle"] * (len(names) - 3), "start"]  # noqa: PLR2004
        for what, applies in (("i", _sounds_like_i), ("other-letters", _is_not_hebrew)):
            if f"joined.{places[0]}-before-{what}" in self.texts and applies(names[-1]):
                places[0] += f"-before-{what}"
        *others, last = [self.isolated(name) for name in names]
        for at, name in enumerate(reversed(others)):
            last = self.texts["joined." + places[at]].format(name, last)
        return last

    def isolated(self, name: str) -> str:
        """Return *name* so that a sentence around it is not put into another order by its direction."""
        if self.direction == "rtl" or any(
            first <= letter <= last for letter in name for first, last in _RIGHT_TO_LEFT
        ):
            return _ISOLATE + name + _END_OF_ISOLATE
        return name


def _sounds_like_i(name: str) -> bool:
    """Return whether *name* begins with the sound of i, before which Spanish says "e" for "y"."""
    start = name[:3].lower()
    return start[:1] == "i" or (start[:2] == "hi" and start not in ("hia", "hie", "hio"))


def _is_not_hebrew(name: str) -> bool:
    """Return whether *name* begins with a letter that Hebrew joins its "and" to with a hyphen."""
    return not "\u0590" <= name[:1] <= "\u05ff"
