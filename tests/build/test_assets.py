"""The assets are made when one of their sources has changed, and no other time; whole, or as they were."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from banner import resources
from banner.build import output
from banner.toolchain import assets, environment

if TYPE_CHECKING:
    from pathlib import Path

SAYS = "making banner/assets, since a source of it has changed"


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source of assets that are nothing but its copy."""
    file = tmp_path / "client/one.js"
    file.parent.mkdir()
    file.write_text("1")
    monkeypatch.setattr(assets, "_BANNER", tmp_path)
    monkeypatch.setattr(assets, "_SOURCES", ("client",))
    monkeypatch.setattr(assets, "_MAKERS", ())
    monkeypatch.setattr(
        assets, "_contents", lambda *, best: {"one.js": file.read_bytes(), "best": bytes([best])}
    )
    monkeypatch.setattr(resources, "FOLDER", tmp_path / "assets")
    return file


def test_they_are_made_once_for_one_state_of_the_sources(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assets.ensure()
    assert SAYS in capsys.readouterr().err
    assets.ensure()
    assert capsys.readouterr().err == ""
    assert resources.text("one.js") == "1"
    assert source.exists()


def test_for_a_release_they_are_made_once_more_and_nothing_else_gets_those(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert source.exists()
    assets.ensure()
    assert resources.data("best") == b"\0"
    assets.ensure(best=True)
    assert resources.data("best") == b"\1"
    capsys.readouterr()
    assets.ensure(best=True)
    assert capsys.readouterr().err == ""
    assets.ensure()
    assert resources.data("best") == b"\0"


@pytest.mark.parametrize("change", ["its text", "its name", "one more", "one less"])
def test_whatever_changes_in_a_source_they_are_made_anew(
    source: Path, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (source.parent / "two.js").write_text("2")
    assets.ensure()
    capsys.readouterr()
    if change == "its text":
        source.write_text("3", encoding="utf-8")
    elif change == "its name":
        (source.parent / "two.js").rename(source.parent / "three.js")
    elif change == "one more":
        shutil.copy(source, source.parent / "four.js")
    else:
        (source.parent / "two.js").unlink()
    assets.ensure()

    assert SAYS in capsys.readouterr().err
    assert resources.text("one.js") == source.read_text(encoding="utf-8")


def test_where_they_cannot_be_made_those_that_are_there_stay(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assets.ensure()
    source.write_text("const = 1", encoding="utf-8")
    monkeypatch.setattr(
        assets, "_contents", lambda **_: environment.minify(source.read_text(encoding="utf-8"), "js")
    )

    for _ in range(2):
        with pytest.raises(environment.SetUpError, match="refuses its input"):
            assets.ensure()
    assert resources.text("one.js") == "1"
    assert [file.name for file in source.parent.parent.iterdir() if file.name.startswith(".")] == []


def test_what_lacks_is_told_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "FOLDER", tmp_path)

    with pytest.raises(resources.ResourceError, match=r"consent\.js: No such file.*python3 build\.py"):
        resources.text("consent.js")


def test_what_was_compressed_before_is_put_beside_it_and_not_compressed_again(tmp_path: Path) -> None:
    address = output.ready(tmp_path, "blocking.js").partition("#")[0]
    output.compress(tmp_path)

    for suffix in (".gz", ".br"):
        assert (tmp_path / (address + suffix)).read_bytes() == resources.data("blocking.js" + suffix)
