"""Blocked scripts run when a parser would have run them: in order, deferred, or whenever they are there."""

from __future__ import annotations

import pytest

from tests.support.blocked import INLINE_MODULE, BlockedPage, blocked, blocked_file
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME


@pytest.fixture
def stage(visitor: Visitor) -> BlockedPage:
    """A visitor who has not decided yet."""
    return BlockedPage(visitor)


def push(step: str) -> str:
    """A script that tells that it has run."""
    return f"ran.push('{step}');"


@pytest.mark.thorough
def test_a_script_runs_after_the_one_before_it_has_loaded_though_it_was_there_first(
    stage: BlockedPage,
) -> None:
    stage.hold("one.js", "two.js")
    stage.open(blocked_file("one.js") + blocked_file("two.js") + blocked(push("three"))).allow()
    stage.answer("two.js", push("two"))
    assert stage.ran() == []

    stage.answer("one.js", push("one")).saw("three")
    assert stage.ran() == ["one", "two", "three"]


def test_what_a_template_holds_runs_before_what_stands_behind_it(stage: BlockedPage) -> None:
    held = f"<script>{push('held')}</script><script src='/inner.js'></script>"
    template = f'<template data-service="google"><div>{held}</div></template>'
    stage.file("inner.js", push("inner")).file("behind.js", push("behind"))
    stage.open(template + blocked_file("behind.js") + blocked(push("last"))).allow()

    stage.saw("held", "inner", "behind", "last")
    assert stage.ran() == ["held", "inner", "behind", "last"]


@pytest.mark.thorough
def test_a_script_that_fails_in_any_way_stops_no_other(stage: BlockedPage) -> None:
    stage.file("broken.js", "this is no script").file("throws.js", "throw new Error('thrown');")
    stage.open(
        blocked("throw new Error('inline');")
        + blocked_file("missing.js")
        + blocked_file("broken.js")
        + blocked_file("throws.js")
        + blocked("nor is this")
        + blocked("", 'data-src="https://nowhere.test/x.js"')
        + blocked("", 'data-src=""')
        + blocked(
            "", 'data-src="/missing.js" integrity="sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="'
        )
        + blocked(push("last"))
    ).allow()
    stage.saw("last")

    told = " ".join(stage.visitor.errors)
    assert "inline" in told
    assert "thrown" in told
    stage.visitor.errors.clear()
    nowhere = "https://nowhere.test/x.js"
    assert nowhere in stage.visitor.requests
    # An engine may try again what did not come ahead of time.
    stage.visitor.requests[:] = [one for one in stage.visitor.requests if one != nowhere]


@pytest.mark.thorough
def test_async_waits_for_nobody_and_nobody_waits_for_it(stage: BlockedPage) -> None:
    stage.hold("slow.js", "late.js")
    stage.open(
        blocked_file("slow.js", "async")
        + blocked_file("late.js")
        + blocked(push("inline"))
        + blocked_file("quick.js", "async")
    )
    stage.file("quick.js", push("quick")).allow().saw("quick")
    assert stage.ran() == ["quick"]

    stage.answer("late.js", push("late")).saw("inline")
    assert stage.ran() == ["quick", "late", "inline"]

    stage.answer("slow.js", push("slow")).saw("slow")


@INLINE_MODULE
def test_defer_and_module_run_in_order_after_the_others(stage: BlockedPage, *, inline: bool) -> None:
    stage.hold("deferred.js", "module.js")
    stage.open(
        blocked_file("deferred.js", "defer")
        + blocked(push("module inline"), 'data-type="module"') * inline
        + blocked_file("module.js", 'data-type="module"')
        + blocked(push("inline is never deferred"), "defer")
        + blocked_file("parsing.js")
        + blocked_file("last.js", "defer")
    )
    stage.file("parsing.js", push("parsing")).file("last.js", push("last"))
    stage.allow().answer("module.js", push("module")).saw("parsing")
    assert stage.ran() == ["inline is never deferred", "parsing"]

    stage.answer("deferred.js", push("deferred")).saw("last")
    assert stage.ran()[2:] == ["deferred", *["module inline"] * inline, "module", "last"]


@pytest.mark.thorough
def test_an_async_module_is_async(stage: BlockedPage) -> None:
    stage.hold("slow.js", "module.js")
    stage.open(
        blocked_file("module.js", 'data-type="module" async')
        + blocked("import '/part.js'; " + push("quick"), 'data-type="module" async')
        + blocked_file("slow.js")
        + blocked(push("module"), 'data-type="module"')
    )
    stage.file("part.js", push("part")).allow().saw("quick")
    assert stage.ran() == ["part", "quick"]

    stage.answer("slow.js", push("slow")).saw("module").answer("module.js", push("last")).saw("last")
    assert stage.ran() == ["part", "quick", "slow", "module", "last"]


@pytest.mark.thorough
def test_what_is_no_script_for_this_browser_is_waited_for_by_nobody(stage: BlockedPage) -> None:
    stage.open(
        blocked_file("old.js", "nomodule")
        + blocked('{"a": 1}', 'id="known" data-type="application/json"')
        + blocked("ran.push(JSON.parse(document.getElementById('known').text).a);")
        + blocked("import '/it.js';", 'data-type="module"')
        + blocked(push("typed"), 'data-type="text/javascript"')
    )
    stage.file("it.js", push("it")).allow().saw("it")

    assert stage.ran() == [1, "typed", "it"]


@pytest.mark.thorough
def test_waiting_scripts_are_fetched_meanwhile_and_once(stage: BlockedPage) -> None:
    stage.hold("one.js", "two.js").file("three.js", push("three"))
    stage.open(blocked_file("one.js") + blocked_file("two.js") + blocked_file("three.js", "defer")).allow()
    stage.answer("two.js", push("two")).answer("one.js", push("one")).saw("three")

    asked = [one.rpartition("/")[2] for one in stage.visitor.requests]
    assert [asked.count(name) for name in ("one.js", "two.js", "three.js")] == [1, 1, 1]


def test_a_script_knows_itself(stage: BlockedPage) -> None:
    tell = "ran.push([document.currentScript.id, document.currentScript.previousElementSibling.id]);"
    stage.file("one.js", tell).open(
        f'<p id="before"></p>{blocked_file("one.js", "id=one")}<p id="between"></p>{blocked(tell, "id=two")}'
    )
    stage.allow().page.wait_for_function("ran.length === 2")

    assert stage.ran() == [["one", "before"], ["two", "between"]]
