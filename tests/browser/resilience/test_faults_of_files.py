"""Python's files do not come, come broken or late: the click waits, the page works, nothing opens."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from banner import resources
from banner.build import output, pipeline
from banner.serve import local
from tests.browser.conftest import DEMO, shop
from tests.matrix import examples
from tests.support.held import Held
from tests.support.runtimes import PYODIDES_OWN
from tests.support.visitor import GOOGLE, IMPACT, PIXEL, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Route

FILES = "**/consent/files/**"
# What the interpreter itself fetches and runs, and all that it takes.
INTERPRETERS = ("banner.*", "*.wasm", "{interpreter}.*.js")
NEEDED = ("python.*.js", "extras.*.js", *INTERPRETERS)


def waits(visitor: Visitor, action: str = "accept-all") -> None:
    """Decide while Python cannot come: the page works, and the click is kept."""
    with visitor.page.expect_console_message(lambda message: message.type == "error"):
        visitor.visit().press(action)
    visitor.page.wait_for_selector("html[data-consent=pending]", state="attached")

    assert not visitor.asked()
    assert visitor.outside() == []
    assert visitor.page.get_by_role("heading", level=1).is_visible()
    (click,) = json.loads(visitor.stored()["consent.pending"])
    assert click["action"] == action


def carries_on(visitor: Visitor, state: str = "granted") -> None:
    """The next page records what has waited."""
    (click,) = json.loads(visitor.stored()["consent.pending"])
    visitor.context.unroute_all()
    visitor.context.route(lambda address: not address.startswith(visitor.base), visitor._answer)
    visitor.visit("product.html").settled(state)
    record = visitor.record()

    assert record is not None
    assert (record.id, record.at) == (click["id"], click["at"])
    visitor.errors.clear()  # what did not come is told in the console


@pytest.mark.fault("files-missing")
@pytest.mark.parametrize(
    "file", [pytest.param(file, marks=pytest.mark.both if file in INTERPRETERS else ()) for file in NEEDED]
)
def test_a_file_that_is_not_there_costs_no_decision(visitor: Visitor, interpreter: str, file: str) -> None:
    pattern = FILES.removesuffix("**") + file.format(interpreter=interpreter)
    visitor.context.route(pattern, lambda route: route.fulfill(status=404))
    waits(visitor)
    carries_on(visitor)


@pytest.mark.thorough
@pytest.mark.fault("files-missing")
def test_two_files_that_are_not_there_are_told_in_the_console_and_are_no_uncaught_errors(
    visitor: Visitor, interpreter: str
) -> None:
    for name in (f"{interpreter}.*.js", "banner.*"):
        visitor.context.route(f"**/files/{name}", lambda route: route.fulfill(status=404))
    waits(visitor)
    visitor.visit("privacy-policy.html")

    assert visitor.errors == []


@pytest.mark.thorough
def test_words_of_lists_and_placeholders_that_are_not_there_cost_no_decision(visitor: Visitor) -> None:
    visitor.context.route("**/files/more.*.json", lambda route: route.fulfill(status=404))
    with visitor.page.expect_console_message(lambda message: message.type == "error"):
        visitor.visit("cookie-policy.html")
    visitor.press("deny-all").settled("denied")

    assert visitor.record() is not None


def broken(dist: Path, change: Callable[[bytes], bytes]) -> Callable[[Route], None]:
    """Answers with the file, changed."""

    def answer(route: Route) -> None:
        path = dist / "consent" / route.request.url.partition("/consent/")[2]
        kind = "application/wasm" if path.suffix == ".wasm" else "text/javascript"
        route.fulfill(body=change(path.read_bytes()), content_type=kind)

    return answer


def cut(content: bytes) -> bytes:
    """Half of it."""
    return content[: len(content) // 2]


def bent(content: bytes) -> bytes:
    """All of it, with one bit that is not as it was."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.fault("files-broken")
@pytest.mark.parametrize("change", [pytest.param(cut, marks=pytest.mark.thorough), bent])
# Each kind of file: a module, a program of WebAssembly, a text of Python; each of them is not there above.
@examples("file", NEEDED, run=["python.*.js", "*.wasm", "banner.*"])
def test_a_file_that_is_not_whole_is_refused_and_costs_no_decision(
    visitor: Visitor, dist: Path, interpreter: str, file: str, change: Callable[[bytes], bytes]
) -> None:
    pattern = FILES.removesuffix("**") + file.format(interpreter=interpreter)
    visitor.context.route(pattern, broken(dist, change))
    waits(visitor, "deny-all")
    carries_on(visitor, "denied")


@pytest.mark.thorough
@pytest.mark.fault("files-broken")
@examples(("name", "retries"), [("python", 2), ("extras", 2), ("{interpreter}", 2)], run=[("python", 2)])
def test_a_module_with_a_line_too_many_never_runs_however_often_it_is_asked_for(
    visitor: Visitor, dist: Path, interpreter: str, name: str, retries: int
) -> None:
    answer = broken(dist, lambda content: b"globalThis.tampered = true;" + content)
    visitor.context.route(f"**/files/{name.format(interpreter=interpreter)}.*.js", answer)
    waits(visitor)
    for _ in range(retries):
        with visitor.page.expect_console_message(lambda message: message.type == "error"):
            visitor.page.evaluate("void consent.deny()")

    assert visitor.page.evaluate("typeof tampered") == "undefined"
    assert visitor.state() == "pending"
    visitor.errors.clear()


@pytest.mark.thorough
@pytest.mark.fault("files-slow")
def test_files_that_take_a_minute_delay_nothing_but_the_record(visitor: Visitor) -> None:
    interpreter = Held(visitor, "**/*.wasm")
    visitor.page.clock.install()
    page = visitor.visit().press("accept-all").page
    clicked = page.evaluate("Date.now()")
    page.clock.fast_forward(60_000)

    assert not visitor.asked()
    assert visitor.state() == "pending"
    assert visitor.outside() == []
    page.get_by_role("link", name="See Tasca").click(trial=True)

    interpreter.go_on()
    visitor.settled("granted").sees(PIXEL, GOOGLE, IMPACT)
    record = visitor.record()
    assert record is not None
    assert abs(record.at - clicked) < 10_000, "the time is that of the click"


@pytest.mark.fault("blocked")
def test_an_extension_that_blocks_python_costs_no_decision(visitor: Visitor) -> None:
    visitor.context.route(FILES, lambda route: route.abort("blockedbyclient"))
    waits(visitor, "deny-all")
    carries_on(visitor, "denied")


@pytest.mark.fault("blocked")
def test_an_extension_that_blocks_all_of_it_leaves_a_page_that_works(visitor: Visitor) -> None:
    visitor.context.route("**/consent/**", lambda route: route.abort("blockedbyclient"))
    page = visitor.visit("stage.html").page

    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_attribute("html", "data-consent") is None
    assert visitor.outside() == []


@pytest.mark.fault("offline")
def test_a_decision_made_offline_is_recorded_by_the_next_page(visitor: Visitor) -> None:
    page = visitor.visit().page
    visitor.context.set_offline(offline=True)
    with page.expect_console_message(lambda message: message.type == "error"):
        page.evaluate("document.querySelector('#consent-banner [data-consent-action=deny-all]').click()")
    assert visitor.state() == "pending"
    assert not visitor.asked()

    visitor.context.set_offline(offline=False)
    carries_on(visitor, "denied")


# What only Pyodide has: its program has started before, and where that is not to be had the full one starts.

PROGRAM = "pyodide.pruned.wasm"
MARK = b"\0snp"  # begins Pyodide's own header of a memory
PROGRAMS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "no program": lambda content: content[::-1],
    "cut off": lambda content: content[:-4096],
    "without a header": lambda content: content.replace(b"\7started" + MARK, b"\7stopped" + MARK),
}
ANOTHER_VERSION = "another version"


def without_a_sign(visitor: Visitor) -> None:
    """Decide, and look whether Pyodide has started by itself."""
    visitor.visit().press("accept-all").settled("granted").sees(PIXEL, GOOGLE, IMPACT)

    assert [one for one in visitor.requests if one.endswith(".zip")]
    assert visitor.record() is not None


@pytest.mark.thorough
@pytest.mark.both
@pytest.mark.fault("snapshot")
@PYODIDES_OWN
@pytest.mark.parametrize(
    "change",
    [*(pytest.param(one, marks=pytest.mark.thorough) for one in (cut, None)), bent],
    ids=["cut", "missing", "bent"],
)
def test_a_program_with_memory_that_the_browser_refuses_is_done_without(
    visitor: Visitor, dist: Path, change: Callable[[bytes], bytes] | None
) -> None:
    answer = broken(dist, change) if change else lambda route: route.fulfill(status=404)
    visitor.context.route("**/*.pruned.*.wasm", answer)
    without_a_sign(visitor)


# One that Pyodide could not read, and one that it would have to refuse.
EXAMPLES = ("no program", ANOTHER_VERSION)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=() if name in EXAMPLES else pytest.mark.thorough)
        for name in (*PROGRAMS, ANOTHER_VERSION)
    ],
)
def odd_address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo site with a program that is what the build meant, and is of no use."""
    change = PROGRAMS.get(request.param, of_another_version)
    asset, beside = resources.data, output.beside
    out = tmp_path_factory.mktemp("odd") / "dist"
    with pytest.MonkeyPatch.context() as patch:
        changes = {PROGRAM: change}
        patch.setattr(resources, "data", lambda name: changes.get(name, bytes)(asset(name)))
        # What is compressed beside it is the usual one.
        patch.setattr(output, "beside", lambda file, name: None if name == PROGRAM else beside(file, name))
        pipeline.build(DEMO, out, "pyodide")
    with local.running(shop(DEMO, out)) as base:
        yield base


def of_another_version(content: bytes) -> bytes:
    """The memory as another Pyodide would have made it: its header names another build."""
    at = content.index(MARK) + 16  # the mark, three numbers, and then the SHA-256 of the program
    return content[:at] + bytes(32) + content[at + 32 :]


@pytest.mark.thorough
@pytest.mark.both
@pytest.mark.fault("snapshot")
@PYODIDES_OWN
def test_a_program_with_memory_that_cannot_be_used_is_done_without(
    new_visitor: Callable[..., Visitor], odd_address: str
) -> None:
    without_a_sign(new_visitor(odd_address))
