"""What a build writes: all of it, small, the same every time, or nothing."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from banner import config
from banner.build import compression, pipeline, prerender, runtimes
from banner.config.known import Script
from banner.config.site_config import Code, ConfigError
from banner.toolchain import assets as toolchain_assets
from banner.toolchain import bundle, environment, licences
from banner.toolchain.lowering import lowered

if TYPE_CHECKING:
    from pathlib import Path

DEMO = bundle.ROOT / "site/demo/consent.toml"
CLIENT = bundle.ROOT / "banner/client"


def weight(text: str) -> int:
    """The size of *text* over the wire, in bytes."""
    return len(compression.best(text.encode()))


def contents(folder: Path) -> dict[str, str]:
    """Each file of *folder* with a digest of its bytes."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo site."""
    out = tmp_path_factory.mktemp("built") / "dist"
    pipeline.build(DEMO, out)
    return out


def test_the_script_its_style_and_the_painted_language_weigh_8_kb_less_a_reserve(built: Path) -> None:
    assert weight((built / "consent/consent.js").read_text(encoding="utf-8")) <= 0.95 * 8 * 1024


def test_the_loaders_own_source_weighs_5_kb_at_most() -> None:
    assert weight(environment.shorten(environment.bundle(CLIENT / "loader.js"))) <= 5000


def test_the_loaders_source_holds_no_policy() -> None:
    declared = config.read(DEMO)
    names = [one.id for one in declared.declaration.optional()]
    links = [address for one in declared.links.values() for address in one.values()]
    words = [*(f'"{name}"' for name in names), *links, "://", "15552000", "Accept", "Deny"]
    source = "".join(file.read_text(encoding="utf-8") for file in CLIENT.rglob("*.js"))

    assert [word for word in words if word in source] == []


def test_two_builds_of_one_tree_are_the_same_to_the_byte(built: Path, tmp_path: Path) -> None:
    pipeline.build(DEMO, tmp_path / "again")

    assert contents(tmp_path / "again") == contents(built)


def test_what_is_the_same_for_every_site_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: str, *, best: bool) -> None:
        raise AssertionError(f"this has been made before, {best=}")

    monkeypatch.setattr(toolchain_assets, "make", never)
    toolchain_assets.ensure()


def test_a_declaration_with_errors_writes_nothing_and_keeps_what_was_there(tmp_path: Path) -> None:
    broken = tmp_path / "consent.toml"
    broken.write_text(DEMO.read_text(encoding="utf-8").replace('position = "bottom"', 'position = "left"'))
    out = tmp_path / "dist"
    pipeline.build(DEMO, out)
    before = contents(out)

    with pytest.raises(ConfigError, match="position"):
        pipeline.build(broken, out)
    assert contents(out) == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["consent.toml", "dist"]


def test_what_a_site_says_of_the_privacy_signal_is_said_only_where_it_is_declared(
    built: Path, tmp_path: Path
) -> None:
    quiet = tmp_path / "consent.toml"
    quiet.write_text(DEMO.read_text(encoding="utf-8").replace("updated = 2026", "# updated = 2026"))
    pipeline.build(quiet, tmp_path / "dist")

    assert not (tmp_path / "dist/.well-known").exists()
    said = json.loads((built / ".well-known/gpc.json").read_text(encoding="utf-8"))
    assert said == {"gpc": True, "lastUpdate": "2026-11-24"}


def test_a_folder_that_no_build_has_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "novel.txt").write_text("ten years of work")

    with pytest.raises(ConfigError, match="no build has made"):
        pipeline.build(DEMO, tmp_path)
    assert (tmp_path / "novel.txt").read_text() == "ten years of work"


def test_a_build_may_lie_among_the_pages_that_it_copies(tmp_path: Path) -> None:
    shutil.copytree(DEMO.parent, tmp_path / "site")
    for _ in range(2):
        pipeline.build(tmp_path / "site/consent.toml", tmp_path / "site/dist")

    assert (tmp_path / "site/dist/index.html").exists()
    assert not (tmp_path / "site/dist/dist").exists()
    assert not list((tmp_path / "site").glob(".consent-*"))


def test_the_command_line_tells_errors_in_lines_and_leaves_with_2(tmp_path: Path) -> None:
    broken = tmp_path / "consent.toml"
    broken.write_text("lifetime_days = 500\nlanguage = 'xx'\n")
    ended = subprocess.run(
        [sys.executable, "build.py", "--config", str(broken), "--out", str(tmp_path / "dist")],
        cwd=bundle.ROOT,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )

    assert ended.returncode == 2
    assert f"{broken}:1: lifetime_days = 500: write a whole number from 1 to 400" in ended.stderr
    assert f'{broken}:2: language = "xx"' in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("interpreter", runtimes.NAMES)
def test_what_is_deployed_is_whole_and_has_a_name_that_changes_with_it(
    tmp_path: Path, interpreter: str
) -> None:
    built = tmp_path / "dist"
    pipeline.build(DEMO, built, interpreter)
    folder = built / "consent"
    files = list((folder / "files").iterdir())
    kinds = {file.name.split(".")[0] + file.suffix for file in files}

    assert {
        runtimes.SOURCES[interpreter],
        "extras.js",
        "python.js",
        f"{interpreter}.js",
        f"{interpreter}.wasm",
    } <= kinds
    assert all(re.search(r"\.\w{8}\.\w+(\.br|\.gz)?$", file.name) for file in files)
    assert (built / "index.html").exists()
    assert not (built / "consent.toml").exists()


def test_a_release_lists_the_hash_of_every_file_as_sha256sum_checks_them(built: Path) -> None:
    folder = built / "consent"
    listed = {line[66:]: line[:64] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()}

    assert listed == {path: digest for path, digest in contents(folder).items() if path != "SHA256SUMS"}


@pytest.mark.parametrize(
    ("interpreter", "works"),
    [("pyodide", ("pyodide", "CPython")), ("micropython", ("MicroPython",))],
)
def test_what_is_deployed_of_others_comes_with_its_licence(interpreter: str, works: tuple[str, ...]) -> None:
    parts = [part.strip() for part in licences.texts(interpreter).split("=" * 78)]
    needed = json.loads((environment.package("@pyscript/core") / "package.json").read_text("utf-8"))

    for name in (*works, "@pyscript/core", "polyscript", *needed["dependencies"]):
        told = [part for part in parts if re.match(re.escape(name) + "[ ,\n]", part)]
        assert told, name
        assert all(re.search("(?m)^licence: .+", part) for part in told)


def test_the_python_that_travels_is_what_the_browser_runs_and_no_more() -> None:
    found = bundle.modules(bundle.MAIN)

    assert "banner/browser/main.py" in found
    assert "banner/core/machine.py" in found
    assert not any(path.startswith(("banner/build", "banner/config", "banner/server")) for path in found)
    assert "banner/view/preferences.py" not in found


def test_the_python_that_travels_keeps_no_docstring_and_nothing_for_the_type_checker() -> None:
    text = lowered(bundle.ROOT / "banner/core/machine.py")

    assert '"""' not in text
    assert "TYPE_CHECKING" not in text
    compile(text, "machine.py", "exec")


def test_an_owners_setting_never_becomes_code() -> None:
    hostile = "');alert(1);//</script>"
    code = Code((Script(code="use(settings.name);"),), "", {"name": hostile}, ())
    text = prerender.script(f"run({prerender.PLACE})", {"build": "b1"}, {"one": code}, lambda text: text)

    assert """settings:{name:"');alert(1);//<\\/script>"}""" in text
    assert "activate:[function(settings){use(settings.name);\n}]" in text


def test_css_or_javascript_that_is_not_well_formed_is_refused() -> None:
    with pytest.raises(environment.SetUpError, match="Expected identifier"):
        environment.minify("const = 1", "js")
