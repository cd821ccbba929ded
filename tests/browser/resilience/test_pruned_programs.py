"""Python calls what its small program lacks: the full one takes over, and the decision is recorded."""

from __future__ import annotations

import contextlib
import json
import re
from typing import TYPE_CHECKING

import pytest

from banner import resources
from banner.build import output, pipeline
from banner.serve import local
from banner.toolchain import bundle, compiled, runtime
from banner.toolchain.pruning import parts, prune, wasm
from tests.browser.conftest import DEMO, shop
from tests.matrix import examples
from tests.support.runtimes import ONE_RUNTIME, PYODIDES_OWN
from tests.support.visitor import GOOGLE, IMPACT, PIXEL, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAIN = "from banner.browser.main import main"
# What nobody calls: the small programs lack it.
LACKING = "__import__('cmath').phase(1)"
# What nobody does: MicroPython's small program has the function, and lacks the part of it that does this.
LACKING_PART = "print('one', 'another')"
# What Pyodide's snapshot lacks of the standard library: the code of a function, a name of a module, a module.
LACKING_IN_PYTHON = {
    "code": "import re; re.escape('a')",
    "a name": "import base64; base64.b85encode(b'')",
    "a module": "import smtplib",
}
# Has something happen before or after a method of the page.
AROUND = """
from banner.browser.page import Page
def around(method, calls=[]):
    def changed(*given):
        calls.append(1)
        {before}
        result = method(*given)
        {after}
        return result
    return changed
Page.{name} = around(Page.{name})
"""
TASK = f"""
import asyncio
async def late():
    await asyncio.sleep(0)
    {LACKING}
asyncio.get_event_loop().create_task(late())
"""
# No error of Python's, so nothing can catch it.
CAUGHT = f"""
try:
    {LACKING}
except BaseException:
    pass
"""


def around(name: str, before: str = "pass", after: str = "pass") -> str:
    """Return Python that has something happen *before* and *after* each call of a method."""
    return AROUND.format(name=name, before=before, after=after)


STAGES = {
    "after a record is written": around("write_record", after=LACKING),
    "before a record is written": around("write_record", before=LACKING),
    "before a decision is forgotten": around("forget_pending", before=LACKING),
    "at the first look": around("records", before=LACKING),
    "at the start": CAUGHT,
    "in a task": TASK,
    "where a module of Python is imported": around("write_record", before="import unittest"),
}
BOTH = "performance.getEntriesByType('resource').filter(({ name }) => name.includes('.wasm')).length === 2"
LATER = around("write_record", before=f"if len(calls) == 2: {LACKING}")
HEARING = around("pending", before=LACKING)
NO_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined })"

Site = Callable[..., str] if TYPE_CHECKING else object


@pytest.fixture
def changed(
    interpreter: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    """Builds the demo with more Python before its start, or another small program, and gives its address."""
    asset, beside, small = resources.data, output.beside, f"{interpreter}.pruned.wasm"
    with contextlib.ExitStack() as stack:

        def build(python: str = "", program: bytes = b"") -> str:
            def data(name: str) -> bytes:
                if program and name == small:
                    return program
                if python and name == resources.PROGRAM:
                    text = asset(name).decode()
                    assert MAIN in text
                    return text.replace(MAIN, f"{python}\n{MAIN}").encode()
                if python and re.fullmatch(r"micropython.*\.wasm", name):
                    return preceded(asset(name), python)
                return asset(name)

            monkeypatch.setattr(resources, "data", data)
            # What is compressed beside them are the usual ones.
            monkeypatch.setattr(
                output, "beside", lambda file, name: None if name.endswith(".wasm") else beside(file, name)
            )
            out = tmp_path_factory.mktemp("lacking") / "dist"
            pipeline.build(DEMO, out, interpreter)
            return stack.enter_context(local.running(shop(DEMO, out)))

        yield build


def preceded(program: bytes, python: str) -> bytes:
    """Return MicroPython's *program* with some *python* before our start."""
    sources = bundle.sources()
    path = "banner/browser/main.py"
    others = [one for one in wasm.parse(program) if one.kind != wasm.CUSTOM]
    fresh = {**runtime.pyscript(), **sources, path: f"{python}\n{sources[path]}"}
    return compiled.with_python(wasm.encode(others), fresh)


class Told:
    """What a visitor's pages say in the console, and which programs they ask for."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self.said: list[str] = []
        visitor.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))

    def programs(self) -> tuple[int, int]:
        """Return how often the small program and the full one were asked for."""
        files = [one.rpartition("/")[2] for one in self._visitor.requests if one.endswith(".wasm")]
        small = [one for one in files if ".pruned." in one]
        return len(small), len(files) - len(small)

    def ends(self) -> list[str]:
        """Return what was said of the small program, or of errors."""
        return [one for one in self.said if re.match("warning: .*small program|error:", one)]


def takes_over(visitor: Visitor) -> None:
    """Decide: the full program records it in the same page, and says once why it has come."""
    told = Told(visitor)
    visitor.visit().press("accept-all").settled("granted").sees(PIXEL, GOOGLE, IMPACT)
    all_is_recorded(visitor)
    visitor.page.wait_for_function(BOTH)

    assert told.programs() == (1, 1)
    assert len(told.ends()) == 1
    record = visitor.record()
    assert record is not None
    assert record.granted


def all_is_recorded(visitor: Visitor) -> None:
    """Wait until no decision is pending."""
    visitor.page.wait_for_function("!localStorage['consent.pending']")


@pytest.mark.each
@pytest.mark.fault("pruned")
@examples("stage", list(STAGES), run=["after a record is written"])
def test_where_something_is_missing_the_full_program_records_the_decision(
    new_visitor: Callable[..., Visitor], changed: Site, stage: str
) -> None:
    takes_over(new_visitor(changed(STAGES[stage])))


@pytest.mark.both
@pytest.mark.thorough
@pytest.mark.fault("pruned")
@PYODIDES_OWN
@examples("what", list(LACKING_IN_PYTHON), run=["a name"])
def test_where_the_snapshot_lacks_something_the_full_program_records_the_decision(
    new_visitor: Callable[..., Visitor], changed: Site, what: str
) -> None:
    takes_over(new_visitor(changed(around("write_record", before=LACKING_IN_PYTHON[what]))))


@pytest.mark.fault("pruned")
def test_a_small_program_that_lacks_everything_costs_no_decision(
    new_visitor: Callable[..., Visitor], changed: Site, interpreter: str
) -> None:
    small = prune.pruned(runtime.program(interpreter), (), runtime.SIGNAL)
    takes_over(new_visitor(changed(program=runtime.with_ours(interpreter, small))))


@pytest.mark.thorough
@pytest.mark.fault("pruned")
@ONE_RUNTIME
def test_where_a_part_of_a_function_is_missing_the_full_program_records_the_decision(
    new_visitor: Callable[..., Visitor], changed: Site
) -> None:
    takes_over(new_visitor(changed(around("write_record", before=LACKING_PART))))


@pytest.mark.thorough
@pytest.mark.fault("pruned")
@ONE_RUNTIME
def test_a_small_program_whose_functions_only_begin_costs_no_decision(
    new_visitor: Callable[..., Visitor], changed: Site, interpreter: str
) -> None:
    full = runtime.program(interpreter)
    counts = [len(parts.parts(body)) for body in wasm.items(wasm.content(wasm.parse(full), wasm.CODE))]
    begins = [sum(counts[:at]) for at in range(len(counts))]
    small = prune.pruned_to_parts(full, begins, runtime.SIGNAL)
    takes_over(new_visitor(changed(program=runtime.with_ours(interpreter, small))))


@pytest.mark.thorough
@pytest.mark.fault("pruned")
def test_python_that_ends_while_the_page_waits_for_it_does_nothing_more(
    new_visitor: Callable[..., Visitor], changed: Site
) -> None:
    visitor = new_visitor(changed(HEARING))
    # So that Python is told of the decision while it still starts.
    visitor.context.add_init_script(NO_LOCKS)
    takes_over(visitor)


@pytest.mark.thorough
@pytest.mark.fault("pruned")
@examples("name", ["wants_history", "show_history"], run=["show_history"])
def test_a_history_that_was_asked_for_comes_from_the_full_program(
    new_visitor: Callable[..., Visitor], changed: Site, name: str
) -> None:
    visitor = new_visitor(changed(around(name, before=LACKING)))
    visitor.visit("cookie-policy.html").press("deny-all").settled("denied")
    visitor.page.click("[data-consent-action=history]")

    visitor.page.locator(".consent-history tbody").wait_for()
    visitor.page.wait_for_function(BOTH)


@pytest.mark.thorough
@pytest.mark.fault("pruned")
def test_the_full_program_takes_over_late_in_a_page_too(
    new_visitor: Callable[..., Visitor], changed: Site
) -> None:
    visitor = new_visitor(changed(LATER))
    told = Told(visitor)
    visitor.visit().press("deny-all").settled("denied")
    all_is_recorded(visitor)
    first = visitor.record()

    assert told.programs() == (1, 0)
    assert told.ends() == []

    visitor.page.evaluate("void consent.accept()")
    visitor.settled("granted").sees(PIXEL, GOOGLE, IMPACT)
    all_is_recorded(visitor)
    second = visitor.record()

    assert told.programs() == (1, 1)
    assert len(told.ends()) == 1
    assert first is not None
    assert second is not None
    assert first.id != second.id


@pytest.mark.thorough
@pytest.mark.fault("pruned")
def test_a_full_program_that_does_not_come_costs_no_decision(
    new_visitor: Callable[..., Visitor], changed: Site
) -> None:
    visitor = new_visitor(changed(around("write_record", before=LACKING)))
    told = Told(visitor)
    full = re.compile(r"/\w+\.(?!pruned)[^/]*\.wasm$")
    visitor.context.route(full, lambda route: route.abort())
    with visitor.page.expect_console_message(lambda message: message.type == "error"):
        visitor.visit().press("deny-all")
    visitor.page.wait_for_selector("html[data-consent=pending]", state="attached")
    (click,) = json.loads(visitor.stored()["consent.pending"])

    assert told.programs() == (1, 1)
    assert click["action"] == "deny-all"
    assert visitor.record() is None

    visitor.context.unroute(full)
    visitor.visit("product.html").settled("denied")
    record = visitor.record()
    assert record is not None
    assert (record.id, record.at) == (click["id"], click["at"])
    visitor.errors.clear()  # what did not come is told in the console


@pytest.mark.both
def test_what_the_demo_does_runs_on_the_small_program(visitor: Visitor) -> None:
    told = Told(visitor)
    visitor.visit().press("accept-all").settled("granted").sees(PIXEL, GOOGLE, IMPACT)
    all_is_recorded(visitor)

    assert told.programs() == (1, 0)
    assert told.ends() == []
