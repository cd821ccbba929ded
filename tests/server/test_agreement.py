"""Entries of which not all can be true are refused, and nothing that an honest browser can send."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop.store import LOG

from banner.core.consent import Consent
from banner.core.declaration import MODES, Declaration
from banner.core.effects import AppendLogEntry, EraseRecord, WriteRecord
from banner.core.events import Arrived, Decided
from banner.core.log_entry import LogEntry, entry_id
from banner.core.machine import step
from banner.core.plan import Ground
from banner.core.record import decode, encode
from banner.core.state import State
from banner.server.agreement import OLDEST, contradiction, contradiction_with, too_long
from tests.unit.shop import DAY, DECLARATION, IDS, NOTICE_HASH, NOW, consent, decisions

if TYPE_CHECKING:
    from banner.core.effects import Effect

LATER = replace(
    DECLARATION,
    revision="r0",
    services=(*DECLARATION.services[:2], replace(DECLARATION.services[2], exempt="measurement")),
)


@dataclass(frozen=True)
class Visit:
    """One page of a visit: what it asks and where, when, and what is decided there."""

    declaration: Declaration
    mode: str
    gpc: bool
    days: int
    pending: tuple[Decided, ...]
    decided: tuple[Decided, ...]


some = st.lists(decisions(IDS, ("banner", "preferences", "page", "api")), max_size=3).map(tuple)
visits = st.lists(
    st.builds(
        Visit,
        declaration=st.sampled_from([DECLARATION, LATER]),
        mode=st.sampled_from(MODES),
        gpc=st.booleans(),
        days=st.integers(-1, 200),
        pending=some,
        decided=some,
    ),
    max_size=6,
)


class Browser:
    """Browser whose pages follow each other; it has the *entries* that its Python makes."""

    def __init__(self) -> None:
        self.record = ""
        self.now = NOW
        self.entries: list[tuple[LogEntry, int]] = []

    def visit(self, page: Visit) -> None:
        self.now += page.days * DAY
        declaration = page.declaration.under(page.mode, ("links",))
        state = State(declaration, Ground("b1"))
        pending = tuple(self.dated(one) for one in page.pending)
        records = (self.record,) if self.record else ()
        state, effects = step(
            state,
            Arrived(records, self.now, page.gpc, (), notice_hash=NOTICE_HASH, language="en", pending=pending),
        )
        self.perform(effects)
        for one in page.decided:
            state, effects = step(state, self.dated(one))
            self.perform(effects)

    def dated(self, one: Decided) -> Decided:
        return replace(one, now=self.now, at=min(one.at, self.now))

    def perform(self, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            if isinstance(effect, WriteRecord):
                self.record = effect.text
            elif isinstance(effect, EraseRecord):
                self.record = ""
            elif isinstance(effect, AppendLogEntry):
                self.entries.append((entry(effect.consent, effect.event, effect.previous), self.now))


def entry(consent: Consent, event: str, previous: str = "") -> LogEntry:
    return LogEntry(entry_id(consent, event), event, encode(consent), previous, NOTICE_HASH, "en", "device")


def consent_of(one: LogEntry) -> Consent:
    found = decode(one.record)
    assert found
    return found


@given(visits)
def test_nothing_that_a_browser_sends_contradicts_itself_or_what_it_follows(pages: list[Visit]) -> None:
    browser = Browser()
    for page in pages:
        browser.visit(page)
    made = {one.id: one for one, _ in browser.entries}
    for one, now in browser.entries:
        assert contradiction(one, consent_of(one), now) == ""
        assert too_long({**one.plain(), "source": consent_of(one).source}, LOG.entries) == ""
        before = made.get(one.previous)
        if before:
            assert contradiction_with(one, consent_of(one), before, consent_of(before)) == ""


ALL, NOTHING, GOOGLE = consent(), consent(()), consent(("google",))


def by(action: str, one: Consent, **other: object) -> Consent:
    return replace(one, action=action, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "about"),
    [
        (entry(ALL, "withdrawn", "b1"), "event"),
        (entry(NOTHING, "given"), "event"),
        (entry(GOOGLE, "denied"), "event"),
        (entry(GOOGLE, "dismissed"), "event"),
        (entry(GOOGLE, "opted-out", "b1"), "event"),
        (entry(by("opt-out", GOOGLE), "given"), "event"),
        (entry(by("dismiss", NOTHING), "denied"), "event"),
        (entry(by("deny-all", GOOGLE), "given"), "record"),
        (entry(by("dismiss", GOOGLE), "dismissed"), "record"),
        (entry(by("deny-all", NOTHING, denied=IDS[1:], exempt=IDS[:1]), "denied"), "record"),
        (entry(GOOGLE, "changed"), "previous"),
        (entry(GOOGLE, "withdrawn"), "previous"),
        (entry(GOOGLE, "changed", "c0"), "previous"),
        (entry(GOOGLE, "expired", "b1"), "previous"),
        (entry(by("gpc", GOOGLE, id="b1-gpc"), "changed", "b1"), "event"),
        (entry(by("gpc", GOOGLE, id="b2-gpc"), "withdrawn", "b1"), "id"),
        (entry(replace(ALL, at=NOW - 30 * 365 * DAY), "given"), "record"),
        (entry(replace(ALL, at=NOW - OLDEST - 1), "expired", "c0"), "record"),
    ],
    ids=str,
)
@pytest.mark.attack("lying-entry")
def test_what_contradicts_itself_is_told_by_the_field(one: LogEntry, about: str) -> None:
    assert contradiction(one, consent_of(one), NOW).startswith(about + ": ")


BEFORE = replace(GOOGLE, id="b1", at=NOW - DAY)
SIGNAL = by("gpc", BEFORE, id="b1-gpc", granted=(), denied=IDS)


@pytest.mark.parametrize(
    ("one", "about"),
    [
        (entry(NOTHING, "changed", "b1"), "event"),
        (entry(GOOGLE, "withdrawn", "b1"), "event"),
        (entry(replace(BEFORE, action="deny-all", granted=(), denied=IDS), "expired", "b1"), "record"),
        (entry(replace(SIGNAL, at=NOW), "withdrawn", "b1"), "record"),
        (entry(replace(SIGNAL, revision="r9"), "withdrawn", "b1"), "record"),
        (entry(replace(SIGNAL, granted=IDS[:2], denied=IDS[2:]), "withdrawn", "b1"), "record"),
    ],
    ids=str,
)
def test_what_contradicts_the_entry_before_is_told_by_the_field(one: LogEntry, about: str) -> None:
    before = entry(BEFORE, "given")

    assert contradiction_with(one, consent_of(one), before, BEFORE).startswith(about + ": ")
    assert contradiction_with(entry(SIGNAL, "withdrawn", "b1"), SIGNAL, before, BEFORE) == ""


def test_two_entries_do_not_each_follow_the_other() -> None:
    before = entry(BEFORE, "changed", "c0")

    assert contradiction_with(entry(GOOGLE, "changed", "b1"), GOOGLE, before, BEFORE).startswith("previous: ")


@pytest.mark.parametrize(
    "column", [one for one in LOG.entries.columns if getattr(one.type, "length", None)], ids=str
)
def test_what_has_no_room_is_told_whatever_the_database(column: object) -> None:
    name, most = column.name, column.type.length  # type: ignore[attr-defined]

    assert too_long({name: "x" * most}, LOG.entries) == ""
    assert too_long({name: "x" * (most + 1)}, LOG.entries).startswith(f"{name}: {most + 1} ")
