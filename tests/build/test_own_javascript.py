"""An owner's own JavaScript stands in a build as it is; what is none is told with file, line and service."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from banner import cli, config, resources
from banner.build import pipeline, prerender
from banner.config import javascript
from banner.toolchain import environment
from tests.build.conftest import changed
from tests.matrix import examples

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {
    "a comment": "// that is all",
    "a comment after code": "start(); // that is all",
    "a return": "if (!window.q) return;\nq();",
    "private fields": "class A { #x = 1; static { this.y = 2; } has(o) { return #x in o; } }",
    "newer operators": "a ||= b?.c ?? 1_000n; d = [...e].at(-1);",
    "an async function": "(async () => { for await (const one of all()) await one; })();",
    "a generator": "function* all() { yield 1; } const more = { *few() { yield* all(); } };",
    "templates and expressions": "q(`${a}`, /[/]\\/(?<x>.)/dgu);",
    "the end of a script element": "document.write('<script></script>'); // <!-- </script>",
    "a line separator in a text": "q('\u2028\u2029');",
    "names that a minifier likes": "e(t, n); r = o + a; $ = _;",
}
BAD = {
    "a bracket too few": ("a();\nb(;", 1),
    "a brace too many": ("a();\n}, evil() {", 1),
    "a way out of the function": ("} alert(1); {", 0),
    "no name": ("const = 1", 0),
    "an open text": ("a();\nb('x);\n", 1),
    "an open comment": ("a();\n/* b", 1),
    "an import": ("a();\nimport x from 'y';", 1),
    "await in a plain function": ("a();\nawait b();", 1),
    "JSX": ("a(<b>c</b>);", 0),
}


@pytest.mark.parametrize("script", GOOD.values(), ids=GOOD)
def test_what_a_browser_runs_is_found_to_be_right(script: str) -> None:
    assert javascript.fault(script) is None


@pytest.mark.parametrize(("script", "row"), BAD.values(), ids=BAD)
def test_what_no_browser_runs_is_found_in_its_line(script: str, row: int) -> None:
    found = javascript.fault(script)

    assert found
    assert found.row == row


def test_a_fault_is_told_with_file_line_and_service(tmp_path: Path) -> None:
    file = tmp_path / "consent.toml"
    text = changed(('{ code = "count();" }', "{ code = '''\nvar n = 1;\ncount(n;\n''' }"))
    file.write_text(text, encoding="utf-8")
    line = text.split("\n").index("count(n;") + 1

    with pytest.raises(config.ConfigError) as caught:
        config.read(file)
    assert str(caught.value) == (
        f'{file}:{line}: services[2].scripts[1].code = "count(n;" (service count): '
        "this is no JavaScript: ) is missing at column 8"
    )


@pytest.mark.parametrize("key", ["run", "withdraw"])
def test_a_fault_in_a_single_line_is_told_wherever_it_stands(tmp_path: Path, key: str) -> None:
    old = {"run": '"count();"', "withdraw": '"stop();"'}[key]
    file = tmp_path / "consent.toml"
    text = changed((old, '"stop(\\n\\n"'))
    file.write_text(text, encoding="utf-8")
    line = next(number for number, row in enumerate(text.split("\n"), 1) if "stop(\\n" in row)

    with pytest.raises(config.ConfigError, match=rf":{line}: services\[2\].*service count"):
        config.read(file)


def test_where_the_parser_is_not_installed_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "tree_sitter", None)

    assert javascript.fault("const = 1") is None


@examples("script", [pytest.param(one, id=name) for name, one in GOOD.items()], run=[*GOOD][::3])
def test_it_stands_in_the_build_as_it_is_and_the_script_is_whole(tmp_path: Path, script: str) -> None:
    file = tmp_path / "consent.toml"
    text = changed(('"count();"', f"'''\n{script}\nlast();'''"), ('"stop();"', f"'''\n{script}\n'''"))
    file.write_text(text, encoding="utf-8")
    pipeline.build(file, tmp_path / "dist", "micropython")
    first = tmp_path / "dist/consent/consent.js"
    starter = next((tmp_path / "dist/consent/files").glob("python.*.js"))

    assert f"function(settings){{{script}\nlast();\n}}" in first.read_text("utf-8")
    for name, text in (("a.cjs", first.read_text("utf-8")), ("b.mjs", starter.read_text("utf-8"))):
        (tmp_path / name).write_text(text, encoding="utf-8")
        command = [environment.node(), "--check", tmp_path / name]
        checked = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert checked.returncode == 0, checked.stderr


def test_it_sees_no_name_of_ours() -> None:
    frames = [resources.text(name) for name in ("consent.js", "extras.js", "python.js")]

    # What takes its place is an argument of the function in front of it: none of the names in there is known.
    assert all(text.rstrip().rstrip(";").endswith(f"}})({prerender.PLACE})") for text in frames)


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("own", "installed", "lines"),
    [(True, False, 1), (True, True, 0), (False, False, 0)],
    ids=["nobody looks", "somebody looks", "there is none"],
)
def test_javascript_that_nobody_has_looked_at_is_told_once_with_the_way_to_change_that(
    own: bool,
    installed: bool,
    lines: int,
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "consent.toml"
    assert cli.main(["init", "--use", "youtube"]) == 0
    if own:
        text = file.read_text(encoding="utf-8")
        service = '{ id = "own", name = "Own", text = "Counts.", purpose = "content", vendor = "google"'
        service += ", scripts = [{ code = 'a()' }, { code = 'b()' }] },"
        file.write_text(text.replace("services = [", f"services = [{service}"), encoding="utf-8")
    if not installed:
        monkeypatch.setitem(sys.modules, "tree_sitter_javascript", None)
    capsys.readouterr()

    assert cli.main([command]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "was not checked" in line]
    assert len(told) == lines
    assert all("JavaScript of own " in line and "pip install tree-sitter" in line for line in told)


def test_a_parser_that_does_not_fit_its_grammar_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    class Grammar:
        """Of another version."""

        def language(self) -> int:
            return 0

    monkeypatch.setitem(sys.modules, "tree_sitter_javascript", Grammar())

    assert javascript.fault("const = 1") is None
    assert not javascript.checks()
