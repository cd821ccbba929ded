"""The log proves that nobody has changed it: a list of entries is enough to see that."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.server.verification import NOTHING, PROVEN, START, Checkpoint, digest, hash_after, verify

Entries = list[dict[str, Any]]


def log(count: int = 6, start: Checkpoint = START) -> Entries:
    """Entries of a log, behind *start*."""
    made: Entries = []
    found = start.hash
    for number in range(start.number + 1, start.number + 1 + count):
        entry = {name: f"{name} of {number}" for name in PROVEN}
        entry |= {"number": number, "at": 1000 * number, "granted": ["a"], "denied": [], "before": found}
        made.append(entry)
        found = hash_after(found, entry)
    return made


def checkpoint(entries: Entries, number: int) -> Checkpoint:
    """The checkpoint behind the entry called *number* of a whole log."""
    found = NOTHING
    for entry in entries[:number]:
        found = hash_after(found, entry)
    return Checkpoint(number, found, entries[number - 1]["at"])


def test_what_is_hashed_can_be_hashed_anywhere() -> None:
    (entry,) = log(1)
    text = "{" + ",".join(f"{json.dumps(name)}:{json.dumps(entry[name])}" for name in sorted(PROVEN)) + "}"
    expected = hashlib.sha256(text.replace(", ", ",").encode()).hexdigest()

    assert digest(entry) == expected
    assert hash_after(NOTHING, entry) == hashlib.sha256((NOTHING + expected).encode()).hexdigest()


def test_the_account_can_be_taken_out_of_an_entry() -> None:
    entries = log()
    before = checkpoint(entries, 6)

    assert "account" not in PROVEN
    assert verify([{**entry, "account": 5} for entry in entries], START, [before]) is None


def test_a_log_that_nobody_has_touched_verifies_from_each_checkpoint() -> None:
    entries = log()
    all_of_them = [checkpoint(entries, number) for number in range(1, 7)]

    assert verify([]) is None
    assert verify(entries, START, all_of_them) is None
    for start in all_of_them:
        assert verify(entries[start.number :], start, all_of_them) is None


@given(st.integers(1, 6), st.sampled_from([name for name in PROVEN if name != "number"]))
def test_the_first_entry_that_was_changed_is_named(number: int, name: str) -> None:
    entries = log()
    known = [checkpoint(entries, 6)]
    entries[number - 1] |= {name: "changed"}
    entries[5] |= {"language": "changed"}

    fault = verify(entries, START, known)
    assert fault
    assert fault.number == number


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_an_entry_that_carries_another_hash_is_named_itself(number: int) -> None:
    entries = log()
    entries[number - 1]["before"] = "1" * 64

    fault = verify(entries)
    assert fault
    assert (fault.number, "carries" in fault.reason) == (number, True)


@pytest.mark.parametrize("number", range(1, 6))
def test_an_entry_that_is_missing_is_named(number: int) -> None:
    entries = log()
    del entries[number - 1]

    fault = verify(entries)
    assert fault
    assert (fault.number, "missing" in fault.reason) == (number, True)


def test_the_last_entries_are_missed_by_a_checkpoint() -> None:
    entries = log()

    fault = verify(entries[:4], START, [checkpoint(entries, 6)])
    assert fault
    assert (fault.number, "missing" in fault.reason) == (5, True)


def test_an_entry_that_was_slipped_in_is_found() -> None:
    entries = log()
    entries.insert(3, {**entries[2], "id": "slipped in"})

    fault = verify(entries)
    assert fault
    assert fault.number == 3


def test_a_log_that_was_written_anew_differs_from_a_checkpoint_that_was_taken_away() -> None:
    entries = log()
    known = [checkpoint(entries, 4), checkpoint(entries, 2)]
    anew = log()
    anew[2] |= {"event": "given"}
    for earlier, later in pairwise(anew):
        later["before"] = hash_after(earlier["before"], earlier)
    assert verify(anew) is None

    fault = verify(anew, START, known)
    assert fault
    assert (fault.number, "checkpoint" in fault.reason) == (4, True)


def test_entries_that_do_not_follow_a_checkpoint_are_of_another_log() -> None:
    entries = log()

    fault = verify(entries[2:], Checkpoint(2, "f" * 64, 0))
    assert fault
    assert (fault.number, "checkpoint" in fault.reason) == (3, True)


@given(st.sets(st.integers(1, 6)), st.integers(1, 6))
def test_what_was_deleted_for_its_age_leaves_the_chain_whole(gone: set[int], number: int) -> None:
    entries = log()
    known = [checkpoint(entries, 6)]
    left = [
        {key: entry[key] for key in ("number", "before")} | {"digest": digest(entry)}
        if entry["number"] in gone
        else entry
        for entry in entries
    ]
    assert verify(left, START, known) is None

    left[number - 1] |= {"digest": "0" * 64} if number in gone else {"event": "changed"}
    fault = verify(left, START, known)
    assert fault
    assert fault.number == number
