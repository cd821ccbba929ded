"""Parts of functions are taken out: what has run does as before, and any other part ends the program."""

from __future__ import annotations

import pytest

from banner import resources
from banner.toolchain import runtime
from banner.toolchain.pruning import instrument, parts, profile, prune, wasm
from tests.unit.pruning.handmade import BRANCHING, PROGRAM, run

GIVEN = (0, 1, 2, 3, 4, 5, 6)
RESULTS = [7, 126, 51, 76, 10, 20, 30]
TRAP = "RuntimeError: unreachable"


def bodies(program: bytes) -> list[bytes]:
    return wasm.items(wasm.content(wasm.parse(program), wasm.CODE))


def results(program: bytes) -> list[object]:
    found: list[object] = run(program, *(("double", one) for one in GIVEN))["results"]
    return found


def ran(given: int) -> set[int]:
    """Return the parts that run in BRANCHING where *given* is all that it gets."""
    noted = run(instrument.instrumented(BRANCHING, instrument.of_parts), ("double", given))["noted"]
    return {int(name.removeprefix(instrument.PREFIX)) for name, count in noted.items() if count}


def test_a_part_begins_wherever_code_may_begin_to_run() -> None:
    (branching, *plain) = bodies(BRANCHING)

    assert len(parts.parts(branching)) == 11
    assert [len(parts.parts(one)) for one in plain] == [1, 1]


def test_a_program_that_notes_its_parts_does_the_same() -> None:
    assert results(BRANCHING) == RESULTS
    assert results(instrument.instrumented(BRANCHING, instrument.of_parts)) == RESULTS


@pytest.mark.parametrize("given", GIVEN)
def test_without_what_has_not_run_the_same_comes_out_or_the_program_ends(given: int) -> None:
    kept = ran(given)
    small = results(prune.pruned_to_parts(BRANCHING, kept, "tell"))

    assert small[given] == RESULTS[given]
    assert all(one in {whole, TRAP} for one, whole in zip(small, RESULTS, strict=True))
    # Only 1, 2 and 3 go through the same parts.
    assert small.count(TRAP) == (4 if given in {1, 2, 3} else 6)


def test_a_part_that_is_gone_tells_before_it_traps() -> None:
    small = prune.pruned_to_parts(BRANCHING, ran(0), "tell")

    assert run(small, ("double", 0), ("double", 5)) == {"results": [7, TRAP], "told": 1, "noted": {}}


def test_whoever_keeps_all_parts_has_the_same_program() -> None:
    assert prune.pruned_to_parts(BRANCHING, range(13), "tell") == BRANCHING


@pytest.mark.parametrize("place", range(13))
def test_a_part_that_is_gone_takes_what_follows_it_in_its_block_and_nothing_else(place: int) -> None:
    program = prune.pruned_to_parts(BRANCHING, set(range(13)) - {place}, "tell")
    before, after = bodies(BRANCHING), bodies(program)
    own = [(number, one) for number, body in enumerate(before) for one in parts.parts(body)]
    number, part = own[place]
    begins = parts.parts(before[number])[0] == part
    end = prune.trap(wasm.parse(BRANCHING), "tell")
    body = before[number]

    assert after[number] == (end if begins else body[: part.start] + end[1:-1] + body[part.end :])
    assert [one for at, one in enumerate(after) if at != number] == [
        one for at, one in enumerate(before) if at != number
    ]


def test_of_micropython_there_is_what_has_run_and_a_trap_for_all_else() -> None:
    full = runtime.program("micropython")
    kept = profile.read(full, profile.FILES["micropython"])
    small = bodies(resources.data("micropython.pruned.wasm"))
    end = prune.trap(wasm.parse(full), runtime.SIGNAL)[1:-1]
    first = 0
    for before, after in zip(bodies(full), small, strict=True):
        those = parts.parts(before)
        gone = [one for number, one in enumerate(those, first) if number not in kept]
        first += len(those)
        if those[0] in gone:
            assert after == b"\0" + end + b"\x0b"
        else:
            assert after.count(end) >= len({one.end for one in gone if not _within(one, gone)})
        if not gone:
            assert after == before
    assert 6_000 < len(kept) < 10_000


def _within(part: parts.Part, gone: list[parts.Part]) -> bool:
    """Return whether another part that is gone takes *part* along."""
    return any(one.start < part.start < one.end for one in gone)


@pytest.mark.parametrize("code", ["00 fb00 0b", "00 fc0f 0b", "00 d2 00 0b"])
def test_an_instruction_that_is_not_known_is_refused(code: str) -> None:
    with pytest.raises(wasm.WasmError, match="unknown instruction"):
        parts.parts(bytes.fromhex(code))


def test_a_part_that_there_is_not_is_refused() -> None:
    with pytest.raises(wasm.WasmError, match="there is no part 3, only 3 of them"):
        prune.pruned_to_parts(PROGRAM, {3}, "tell")
