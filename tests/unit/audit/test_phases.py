"""The phases follow from the declaration."""

from __future__ import annotations

from pathlib import Path

from banner.audit.phases import chosen, phases
from tests.unit.audit.sites import TOML, site

_ALL = ("google", "facebook-pixel", "youtube", "visits", "chat")


def test_each_phase_has_what_is_granted_in_it(tmp_path: Path) -> None:
    granted = {one.id: (one.last.state, one.last.granted) for one in phases(site(tmp_path))}

    assert granted == {
        "undecided": ("undecided", ("visits",)),
        "denied": ("denied", ()),
        "dismissed": ("denied", ("visits",)),
        **{f"alone:{one}": ("denied" if one == "visits" else "partial", (one,)) for one in _ALL},
        "embed:youtube": ("undecided", ("visits", "youtube")),
        "embed:chat": ("undecided", ("visits", "chat")),
        "accepted": ("granted", _ALL),
        "withdrawn": ("denied", ()),
        "expired": ("undecided", ("visits",)),
        "gpc": ("undecided", ("visits",)),
        "gpc-accepted": ("partial", ("youtube", "visits", "chat")),
        "other-tab": ("denied", ()),
    }


def test_phases_tell_what_comes_after_them(tmp_path: Path) -> None:
    found = {one.id: one for one in phases(site(tmp_path))}

    assert found["expired"].asks
    assert not found["expired"].decided
    assert found["denied"].decided
    assert found["denied"].withdrawn  # what is on by itself until somebody objects
    assert not found["dismissed"].withdrawn
    assert not found["alone:visits"].withdrawn
    assert found["withdrawn"].withdrawn
    assert found["other-tab"].withdrawn
    assert [one.id for one in found.values() if one.gpc] == ["gpc", "gpc-accepted"]


def test_a_site_that_asks_nothing_has_one_phase(tmp_path: Path) -> None:
    start, _, rest = TOML.partition("[[services]]")
    asks_nothing = start + "[[services]]" + rest.rpartition("[[services]]")[2]
    purposes = asks_nothing.replace('{ id = "analytics" }, { id = "marketing" }, { id = "content" },', "")
    (one,) = phases(site(tmp_path, purposes))

    assert (one.id, one.last.state, one.decided, one.asks) == ("undecided", "", False, False)


def test_phases_are_chosen_by_their_names(tmp_path: Path) -> None:
    every = phases(site(tmp_path))

    assert chosen(every, ()) == every
    assert [one.id for one in chosen(every, ("denied", "embed", "alone:chat"))] == [
        "denied",
        "alone:chat",
        "embed:youtube",
        "embed:chat",
    ]


def test_what_a_region_has_on_by_itself_is_on_until_it_is_denied(tmp_path: Path) -> None:
    regions = '[[regions]]\ncodes = ["US"]\nmode = "opt-out"\n'
    there = site(tmp_path, TOML + regions).in_region("US-CA")
    found = {one.id: one for one in phases(there)}

    assert (found["undecided"].last.state, found["undecided"].last.granted) == ("undecided", _ALL)
    assert (found["dismissed"].last.state, found["dismissed"].last.granted) == ("granted", _ALL)
    assert (found["denied"].last.granted, found["denied"].withdrawn) == ((), True)
    assert not [one for one in found if one.startswith("embed:")]  # no placeholder waits
