"""Reads cookies of any text; run by CPython and by the interpreters of the browser alike."""

from banner.core.record import decode, encode


def run(given: list[str]) -> list[str]:
    """Return, for each text of *given*, the record that it is, or what is wrong with reading it."""
    return [_read(text) for text in given]


def _read(text: str) -> str:
    try:
        consent = decode(text)
    except Exception as error:  # noqa: BLE001 - none may ever come
        return "raised " + repr(error)
    return encode(consent) if consent else ""
