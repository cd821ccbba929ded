"""The entries of the log: read whole or not at all."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.core.log_entry import LogEntry, entry_id, event_name, read_entry
from banner.core.record import encode
from tests.unit.shop import NOTICE_HASH, consent

ENTRY = LogEntry("c0", "given", encode(consent()), "", NOTICE_HASH, "en", "device")


def test_an_entry_is_read_as_it_was_written() -> None:
    assert read_entry(ENTRY.plain()) == ENTRY


def test_an_expiry_has_an_id_of_its_own() -> None:
    assert entry_id(consent(), "expired") == "c0-expired"
    assert entry_id(consent(), "given") == "c0"


@pytest.mark.parametrize("language", ["en", "pt-BR", "zh-Hant-TW"])
def test_an_entry_can_be_in_every_language_that_has_a_tag(language: str) -> None:
    entry = replace(ENTRY, language=language)

    assert read_entry(entry.plain()) == entry


@pytest.mark.parametrize(
    "change",
    [
        {"id": "another"},
        {"event": "guessed"},
        {"record": "garbled"},
        {"previous": "Not An Id"},
        {"notice_hash": "5"},
        {"language": ""},
        {"language": "pt_BR"},
        {"scope": "everybody"},
        {"id": 1},
        {"ip": "192.0.2.1"},
    ],
)
def test_what_is_not_exactly_an_entry_is_none(change: dict[str, object]) -> None:
    assert read_entry({**ENTRY.plain(), **change}) is None


@given(st.recursive(st.none() | st.booleans() | st.text(), lambda inner: st.dictionaries(st.text(), inner)))
def test_anything_can_be_read_without_an_error(plain: object) -> None:
    assert read_entry(plain) is None


def test_a_decision_that_takes_nothing_back_is_a_change() -> None:
    assert event_name(consent(("google", "impact")), consent(("google",))) == "changed"
    assert event_name(consent(("impact",)), consent(("google",))) == "withdrawn"
