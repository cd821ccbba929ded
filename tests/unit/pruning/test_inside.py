"""What is taken out of Pyodide's memory ends the program, and what is left does what it did."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from banner.toolchain import snapshot
from banner.toolchain.environment import node, package
from banner.toolchain.pruning import profile
from tests.matrix import examples

MADE = """
from asyncio import sleep
FACT, UNNAMED = 5, 6
def kept(): return FACT + sum(one() for one in (Kept().method, within(2)))
def within(number): return lambda: number
def lost(): return 1
def around(number):
    def lost(): return number
    return lost
lost_within = around(3)
def lost_generator(): yield 1
async def lost_task(): await sleep(0)
class Kept:
    def method(self): return 7
    def lost(self): return 8
"""
CALLED = ("kept", "kept.<locals>.<genexpr>", "within", "within.<locals>.<lambda>", "Kept.method", "Kept")
PRUNE = f"""
import inside, made
others = [name for name in inside.places() if not name.startswith("made:")]
called = [*others, *{[f"made:{name}" for name in CALLED]}]
inside.prune(called, ["import made, unheard; made.kept, made.lost, made.lost_within"])
str(made.kept()) + " "
"""
# Each is nothing that an "except" of Python's can catch.
ENDS = {
    "a function": "made.lost()",
    "a function in another": "made.lost_within()",
    "a method": "made.Kept().lost()",
    "a generator": "made.lost_generator()",
    "a coroutine": "made.lost_task()",
    "a name of a module": "made.UNNAMED",
    "a name that a module imports": "from made import sleep",
    "a module": "import smtplib",
    "a module of a package": "import asyncio.sslproto",
}


def told(then: str) -> str:
    files = {"inside": snapshot.INSIDE.read_text("utf-8"), "made": MADE}
    given = json.dumps({"files": files, "prune": PRUNE, "then": then})
    script = Path(__file__).with_suffix("").with_name("inside.mjs")
    command = [node(), script, package("pyodide") / "pyodide.mjs"]
    return subprocess.run(command, input=given, capture_output=True, encoding="utf-8", check=True).stdout


@examples("what", list(ENDS), run=["a function in another"])
def test_what_is_taken_out_ends_the_program_and_nothing_catches_that(what: str) -> None:
    then = f"import made\ntry:\n  {ENDS[what]}\nexcept BaseException: 0\n'it went on'"

    assert re.fullmatch(r"14 (Stack .*)?unreachable", told(then), re.DOTALL)


def test_what_nobody_has_is_missing_as_ever() -> None:
    then = "import made\ntry: import unheard\nexcept ImportError as error: told = str(error)\ntold"

    assert told(then) == "14 No module named 'unheard'"


def test_functions_of_pythons_that_are_called_are_known_to_the_profile() -> None:
    called = profile.python(profile.FILES["pyodide"])

    assert "pyodide.webloop:WebLoop.call_later" in called
    assert not [name for name in called if name.startswith("banner.")]
    assert 50 < len(called) < 500
