"""The sentence about the present answer: what it is and when it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banner.core.consent import Consent
    from banner.core.messages import Messages

# The texts that this module needs: all that the browser's Python ever says by itself.
SPOKEN = ("answer.denied", "answer.partial", "answer.granted", "answer.asked-again", "date.moment")


def note(messages: Messages, consent: Consent, offset_minutes: int) -> str:
    """Say in words what *consent* is, in the visitor's time: *offset_minutes* ahead of UTC."""
    when = messages.moment(consent.at, offset_minutes)
    return messages.text("answer." + consent.state, when=when)


def asked_again(messages: Messages, consent: Consent, offset_minutes: int) -> str:
    """Say that what is asked has changed since *consent*."""
    return messages.text("answer.asked-again", when=messages.moment(consent.at, offset_minutes))
