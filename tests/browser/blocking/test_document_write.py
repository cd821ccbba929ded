"""What blocked scripts write into the document comes to their place, and never wipes the page."""

from __future__ import annotations

import pytest

from tests.matrix import examples
from tests.support.blocked import BlockedPage, blocked, blocked_file
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME


@pytest.fixture
def stage(visitor: Visitor) -> BlockedPage:
    """A visitor who has not decided yet."""
    return BlockedPage(visitor)


# Markup in markup: the end of a script in a script's text is written in two parts, as authors have to.
END = "</scr' + 'ipt>"


def test_it_comes_behind_the_script_and_the_page_stays(stage: BlockedPage) -> None:
    stage.file("two.js", "document.writeln('<b>two</b>');")
    stage.open(
        f"<p id=p>before {blocked('document.write(`<i>one</i>`, 1);')} between "
        f"{blocked_file('two.js')} after</p>"
        "<p id=end>end</p>" + blocked("ran.push('done')")
    )
    stage.allow().saw("done")

    assert stage.page.inner_text("#p") == "before one1 between two after"
    assert stage.text("#end") == "end"
    assert stage.page.title() == "Blocked"
    assert stage.page.locator("#p > i + b, #p > script + i").count() == 1


def test_pieces_join_and_what_is_written_is_there_at_once(stage: BlockedPage) -> None:
    stage.open(
        '<div id="place">'
        + blocked(
            """document.write('<div class="a" id="box"><p>on');
            const box = document.getElementById('box');
            ran.push(box.textContent);
            box.dataset.kept = 'yes';
            document.write('e<b>two');
            ran.push(box.querySelector('b').textContent);
            document.write('</b></p></div><style>#box { col');
            document.write('or: rgb(1, 2, 3) }</style><p>three');"""
        )
        + "</div>"
    )
    stage.allow().saw("two")

    assert stage.ran() == ["on", "two"]
    html = stage.page.inner_html("#place").partition("</script>")[2]
    assert html == (
        '<div class="a" id="box" data-kept="yes"><p>one<b>two</b></p></div>'
        "<style>#box { color: rgb(1, 2, 3) }</style><p>three</p>"
    )
    assert stage.page.evaluate("getComputedStyle(box).color") == "rgb(1, 2, 3)"


def test_scripts_in_it_run_in_order_and_the_next_blocked_one_waits_for_them(stage: BlockedPage) -> None:
    stage.hold("outer.js", "inner.js").open(
        blocked(
            f"""document.write('<script>ran.push("inline"); document.write("<i>i</i>"){END}<u>u</u>');
            ran.push(document.querySelector('i + u') ? 'there' : 'not there');
            document.write('<script src="/outer.js">{END}<b>b</b><script>ran.push("after outer"){END}');
            document.write('<script>ran.push("in ');
            document.write('two parts"){END}');
            ran.push('end');"""
        )
        + blocked("ran.push('next')")
    )
    stage.allow().saw("end")
    assert stage.ran() == ["inline", "there", "end"]
    assert stage.page.locator("b").count() == 0

    stage.answer("outer.js", f"ran.push('outer'); document.write('<script src=\"/inner.js\">{END}<s>s</s>');")
    stage.saw("outer").answer("inner.js", "ran.push('inner'); document.write('<em>e</em>')").saw("next")
    assert stage.ran()[3:] == ["outer", "inner", "after outer", "in two parts", "next"]
    names = "i, u, em, s, b"
    order = stage.page.eval_on_selector_all(
        f"body > :is({names})", "(all) => all.map((one) => one.localName)"
    )
    assert order == names.split(", ")


@pytest.mark.thorough
def test_a_script_in_it_that_fails_stops_no_other(stage: BlockedPage) -> None:
    stage.open(
        blocked(
            f"""document.write('<script src="/missing.js">{END}');
            document.write('<script>throw new Error("mine"){END}<b>b</b>');"""
        )
        + blocked("ran.push('next')")
    )
    stage.allow().saw("next")

    assert stage.text("b") == "b"
    assert "mine" in stage.visitor.errors.pop()


@pytest.mark.thorough
@examples("kind", ["inline", "file", "module"], run=["file", "module"])
def test_from_callbacks_it_comes_to_the_same_place(stage: BlockedPage, kind: str) -> None:
    code = """document.write('<i>now</i>');
    setTimeout(() => {
      document.open();
      document.write('<b>la');
      document.write('ter</b>');
      document.close();
      ran.push('timer');
    });
    Promise.resolve().then(() => ran.push('promise'));"""
    scripts = {
        "inline": blocked(code),
        "file": blocked_file("it.js"),
        "module": blocked(code.replace("document.write('<i>now</i>');", ""), 'data-type="module"'),
    }
    stage.file("it.js", code).open(f"<p id=p>a {scripts[kind]} z</p>").allow().saw("timer", "promise")

    assert stage.page.inner_text("#p").split() == (
        ["a", "nowlater", "z"] if kind != "module" else ["a", "later", "z"]
    )
    assert stage.page.title() == "Blocked"


@pytest.mark.thorough
def test_listeners_write_to_the_place_of_their_script(stage: BlockedPage) -> None:
    stage.open(
        "<p id=p>"
        + blocked("addEventListener('load', () => { document.write('one'); ran.push('told'); })")
        + "</p>"
        + blocked("document.write('<i>two</i>')")
    )
    stage.allow().saw("told")

    assert stage.page.inner_text("#p") == "one"


@pytest.mark.thorough
def test_rows_come_into_the_table_and_blocks_out_of_the_head(stage: BlockedPage) -> None:
    stage.open(
        "<table><tbody><tr><td>0</td></tr>"
        + blocked(
            "document.write('<tr><td>1</td></tr>'); document.write('<tr><td>2</td></tr><p>no row</p>');"
        )
        + "<tr><td>3</td></tr></tbody></table>"
        + blocked("ran.push('done')"),
        head=blocked(
            "document.write('<meta name=a><div id=first>first</div>'); document.write('<p id=second>');"
        ),
    )
    stage.allow().saw("done")
    page = stage.page

    assert page.eval_on_selector_all("td", "(all) => all.map((one) => one.textContent)") == list("0123")
    assert page.locator("p + table").count() == 1
    assert page.text_content("p:has(+ table)") == "no row"
    assert page.locator("head > script + meta[name=a]").count() == 1
    assert page.locator("body > #first:first-child + #second").count() == 1


def test_blocked_elements_and_frames_in_it_are_what_they_are(stage: BlockedPage) -> None:
    inner = blocked("ran.push(`%s`)", "", "%s").replace("</script>", END)
    stage.file("frame.html", "<p>frame").open(
        blocked(
            f"document.write('{inner % ('google', 'google')}{inner % ('impact', 'impact')}"
            '<iframe src="/frame.html" title="f"></iframe><noscript><img src="/never.png"></noscript>'
            "<template><p>t</p></template>');"
        )
    )
    stage.allow().saw("google").visitor.sees(stage.visitor.base + "frame.html")

    assert stage.ran() == ["google"]
    assert stage.page.locator("noscript img").count() == 0
    assert stage.page.evaluate("document.querySelector('template').content.textContent") == "t"


@pytest.mark.thorough
def test_the_pages_own_writes_are_the_browsers_matter(stage: BlockedPage) -> None:
    stage.file(
        "own.js", "function rewrite() { document.open(); document.write('<p id=own>own'); document.close(); }"
    )
    stage.open(blocked("ran.push('ran')"), '<script src="/own.js"></script>').allow().saw("ran")
    stage.page.evaluate("rewrite()")

    assert stage.page.evaluate("document.body.firstElementChild.outerHTML") == '<p id="own">own</p>'
