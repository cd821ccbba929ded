"""That the benchmark measures what it says: its statistics, its marks, its servers, and one short journey."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import tables
from tests.benchmarks import command, figures, plot, presses, servers, table, tracing
from tests.benchmarks.contestants import ALONE, contestants
from tests.benchmarks.figures import Figures, Spread
from tests.benchmarks.goals import Goal, best, goals
from tests.benchmarks.journey import look, travel
from tests.benchmarks.returns import returning
from tests.benchmarks.visits import FAST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.benchmarks.servers import Servers


@pytest.fixture(scope="module")
def measured() -> Figures:
    """What the repository's table was made of."""
    return figures.read(command.FIGURES)


@pytest.fixture(scope="module")
def served() -> Iterator[Servers]:
    """The servers, with nothing to show yet."""
    with servers.running() as running:
        yield running


def get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(  # noqa: S310 - our own server
        address, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - the same
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, dict(answer.headers), b""


def test_a_spread_is_the_median_between_its_quartiles() -> None:
    assert figures.spread([5.0, 1.0, 4.0, 2.0, 3.0]) == Spread(3, 2, 4)
    assert figures.spread([7.0]) == Spread(7, 7, 7)


def event(name: str, at: int, lasts: int, processor: int, thread: int = 1, url: str = "") -> tracing.Event:
    args = {"data": {"url": url}} if name in ("EvaluateScript", "FunctionCall") else {}
    return {
        "name": name,
        "pid": 1,
        "tid": thread,
        "ts": at,
        "dur": lasts,
        "tdur": processor,
        "args": args,
    }


def test_script_time_is_what_scripts_and_their_promises_have_of_the_processor_each_once() -> None:
    main = {"name": "thread_name", "pid": 1, "tid": 1, "args": {"name": "CrRendererMain"}}
    events = [
        main,
        event("v8.compile", 1_200, 400, 300),
        event("EvaluateScript", 1_000, 2_000, 1_500, url="https://shop.example/consent.js"),
        event("RunMicrotasks", 3_000, 700, 600),
        event("Layout", 5_000, 9_000, 9_000),
        event("FunctionCall", 20_000, 800, 700, url=""),
        event("FunctionCall", 30_000, 50, 40, thread=2, url="https://shop.example/worker.js"),
    ]

    assert tracing.script_time(events) == pytest.approx(2.1)


@pytest.mark.parametrize(("value", "met"), [(19.99, True), (20, True), (20.01, False)])
def test_a_goal_is_met_up_to_its_limit(value: float, met: bool) -> None:
    assert Goal("click to cookie", value, 20, "ms").met is met


def test_a_goal_that_is_missed_is_told_first_and_marked(measured: Figures) -> None:
    worse = Figures(**json.loads(json.dumps(measured.__dict__)))
    worse.journeys["fast"]["pyodide"]["up.cookie"] = [5000.0]
    missed = [goal for goal in goals(worse) if not goal.met]
    text = table.markdown(worse)

    assert any(goal.measured == 5000 for goal in missed)
    line = "| fast: click to cookie, Python up, Pyodide | 5,000 ms | ≤ 20 ms | **not met** |"
    assert text.count(line) == 2
    assert f"{len(goals(worse)) - len(missed)} of {len(goals(worse))} goals are met." in text


def test_the_best_peer_is_the_one_with_the_least_median(measured: Figures) -> None:
    peers = Figures(**json.loads(json.dumps(measured.__dict__)))
    peers.journeys["fast"]["klaro"]["later.tags"] = [0.5, 0.1, 900.0]

    assert best(peers, "fast", "later.tags") == (0.5, "Klaro 0.7.22")


def test_what_is_beyond_the_page_leaves_out_the_page(measured: Figures) -> None:
    alone = measured.of("fast", ALONE, "first.bytes").median
    whole = measured.of("fast", "klaro", "first.bytes").median

    assert measured.beyond("fast", "klaro", "first.bytes").median == pytest.approx(whole - alone)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.001, "0"),
        (0.104, "0.1"),
        (9.99, "9.99"),
        (20.0, "20"),
        (99.94, "99.9"),
        (34734.1, "34,734"),
    ],
)
def test_numbers_have_three_digits_that_matter(value: float, text: str) -> None:
    assert table.number(value) == text


def test_the_report_and_its_picture_have_the_figures_of_the_last_run(measured: Figures) -> None:
    report = command.REPORT.read_text(encoding="utf-8")

    assert tables.between(report, "benchmark") == f"{table.markdown(measured)}\n"
    assert command.PICTURE.read_text(encoding="utf-8") == plot.picture(measured)


def test_files_are_compressed_and_asked_for_again_by_their_tag(served: Servers, tmp_path: Path) -> None:
    (ours,) = contestants(("micropython",), tmp_path, served.port)
    served.show(ours)
    entry = served.address + "consent/consent.js"
    status, told, _ = get(entry, Accept_Encoding="gzip")
    again, _, nothing = get(entry, If_None_Match=told["etag"])
    (module,) = [path for path in ours.files if "/python." in path]
    _, kept, _ = get(served.address + module[1:])

    assert (status, told["content-encoding"], again, nothing) == (200, "gzip", 304, b"")
    assert "immutable" not in told["cache-control"]
    assert "immutable" in kept["cache-control"]
    assert get(served.address + "nothing")[0] == 404


@pytest.mark.thorough
def test_a_journey_sees_the_banner_the_click_and_the_return(
    browser: Browser, served: Servers, tmp_path: Path
) -> None:
    (ours,) = contestants(("micropython",), tmp_path, served.port)
    ((profile, name, later),) = returning(browser, served, [ours], (FAST,), 1)
    sample = {**travel(browser, served, ours, FAST), **look(browser, served, ours, FAST), **later}

    assert (profile, name) == ("fast", "micropython")
    assert sample.keys() == json.loads(command.FIGURES.read_text())["journeys"]["fast"]["micropython"].keys()
    assert sample["first.fcp"] > 0
    assert sample["first.paint"] > 0
    assert sample["first.requests"] == 4  # the page, its style, its picture, and consent.js
    assert 0 < sample["cold.gone"] < sample["cold.cookie"] < sample["cold.tags"]
    assert sample["cold.tag"] <= sample["cold.tags"]
    assert 6_000 < sample["first.bytes"] < sample["decision.bytes"]
    assert sample["later.requests"] == 1  # the page: nobody asks for consent.js twice within five minutes
    assert sample["later.tag"] > 0
    # A counter of the whole visit would have Python in it, which takes twenty times as long.
    assert 0 < sample["later.script"] < 3 * sample["first.script"]


def test_a_switch_is_pressed_once_the_preferences_are_open_and_who_has_none_is_left_out() -> None:
    _, _, preferences, switch = presses.BUTTONS["klaro"]

    assert presses.way("klaro", "a switch in them") == (preferences, switch)
    assert presses.way("osano", "a switch in them") == ()


@pytest.mark.thorough
def test_every_press_of_every_contestant_is_timed(tmp_path: Path, browser: Browser, served: Servers) -> None:
    for one in contestants(tuple(presses.BUTTONS), tmp_path, served.port):
        for kind in presses.PRESSES:
            if steps := presses.way(one.name, kind):
                assert presses.press(browser, served, one, steps) >= 16
