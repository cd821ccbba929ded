"""Every folder that an owner can name ends in a build, or in an error with file, cause and remedy."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

import build as command
from banner import config
from banner.build import pipeline
from banner.config.site_config import SiteConfig
from banner.serve import following, local
from banner.serve.live import Live
from banner.toolchain import bundle
from tests.build.conftest import GOOD
from tests.build.test_build import contents
from tests.build.trouble import failing, killed, writes
from tests.matrix import examples

DEMO = bundle.ROOT / "site/demo/consent.toml"


@pytest.fixture(autouse=True)
def _temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a build that is killed leaves is left among what the tests leave."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary")))


@pytest.fixture
def told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What the command that builds into a folder says, when it leaves with 2 and has written nothing."""
    declaration = tmp_path / "consent.toml"

    def told(out: Path, pages: str = "") -> str:
        declaration.write_text((f"pages = {pages!r}\n" if pages else "") + GOOD)
        before = contents(tmp_path)
        line = ["--config", str(declaration), "--out", str(out), "--runtime", "micropython"]

        assert command.main(line) == 2
        assert contents(tmp_path) == before
        said = capsys.readouterr()
        assert said.out == ""
        return said.err

    return told


def test_an_output_that_is_a_file_or_below_a_file_is_told(told: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("ten years of work")

    for out in (tmp_path / "file", tmp_path / "file/below", tmp_path / "file/deep/er"):
        assert told(out) == (
            f"{tmp_path / 'file'}: this is a file, and no folder; name another folder with --out\n"
        )


def test_an_output_that_is_a_circle_of_links_is_told(told: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to("circle")

    said = told(tmp_path / "circle/dist")
    assert str(tmp_path / "circle") in said
    assert said.endswith("; name another folder with --out\n")


def test_an_output_whose_name_no_system_takes_is_told(told: Callable[..., str], tmp_path: Path) -> None:
    said = told(tmp_path / ("d" * 3000))

    assert os.strerror(errno.ENAMETOOLONG) in said
    assert said.endswith("name another folder with --out\n")


@pytest.mark.parametrize("error", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_an_output_that_cannot_be_written_is_told(
    told: Callable[..., str], tmp_path: Path, error: int
) -> None:
    (tmp_path / "dist").mkdir()
    real = Path.mkdir

    def mkdir(self: Path, *arguments: bool, **more: bool) -> None:
        if tmp_path in self.parents:
            raise OSError(error, os.strerror(error))
        real(self, *arguments, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "mkdir", mkdir)
        for out in (tmp_path / "dist", tmp_path / "other"):
            assert f": {os.strerror(error)}; see that " in told(out)


def test_no_room_for_temporary_files_is_told(told: Callable[..., str], tmp_path: Path) -> None:
    with failing(2, errno.ENOSPC, last=10_000):  # the first is the declaration of the test
        said = told(tmp_path / "dist")

    assert (
        f": {os.strerror(errno.ENOSPC)}; see that it can be read and written, and that there is room" in said
    )


def test_pages_that_are_not_there_are_told(told: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "file").touch()

    for pages in ("nowhere", "dangling", "circle", "file", "file/below", "p" * 3000):
        assert 'pages = "' in told(tmp_path / "dist", pages)


def test_pages_among_which_a_link_leads_nowhere_are_built(tmp_path: Path) -> None:
    shutil.copytree(DEMO.parent, tmp_path / "site")
    (tmp_path / "site/dangling.html").symlink_to("nowhere.html")
    report = pipeline.build(tmp_path / "site/consent.toml", tmp_path / "dist", "micropython")

    assert "left behind: dangling.html (links that lead nowhere, or in a circle)" in report.words
    assert (tmp_path / "dist/index.html").exists()


def test_the_folders_of_the_readme_end_well(tmp_path: Path) -> None:
    declaration = tmp_path / "web/consent.toml"
    declaration.parent.mkdir()
    declaration.write_text(GOOD)
    (tmp_path / "web/index.html").write_text("ten years of work")
    pipeline.build(declaration, tmp_path / "dist", "micropython")
    shutil.copytree(tmp_path / "dist/consent", tmp_path / "web/consent")
    pipeline.build(declaration, tmp_path / "web", "micropython")

    assert (tmp_path / "web/index.html").read_text() == "ten years of work"
    assert declaration.read_text() == GOOD


@examples("part", [0.3, 0.7, 0.8, 0.9], run=[0.7])
def test_a_build_of_a_whole_site_that_was_killed_is_made_good_by_the_next(
    tmp_path: Path, part: float
) -> None:
    out = tmp_path / "dist"
    pipeline.build(DEMO, out, "micropython", 0)
    before = contents(out)
    shutil.copytree(out, tmp_path / "rehearsal")
    pipeline.build(DEMO, tmp_path / "fresh", "pyodide", 0)
    steps = writes(lambda: pipeline.build(DEMO, tmp_path / "rehearsal", "pyodide", 0))

    assert killed(int(steps * part), lambda: pipeline.build(DEMO, out, "pyodide", 0))
    served = contents(out)
    assert all(path in served for path in before)

    pipeline.build(DEMO, out, "pyodide", 0)
    fresh, now = contents(tmp_path / "fresh"), contents(out)
    kept = [path for path in now if path not in fresh]
    assert all(path.startswith(("consent/files/", "consent/notices/")) for path in kept)
    assert {path for path in fresh if now[path] != fresh[path]} == {".consent-build.json"}


def test_a_rebuild_that_cannot_be_written_is_told_and_the_last_one_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()

    def build() -> SiteConfig:
        return pipeline.build(DEMO, tmp_path / "file").site

    live = Live(local.static(tmp_path))
    told: list[SiteConfig] = []
    work = following.Work(build, lambda _: (local.static(tmp_path), told.append), lambda _: (), tmp_path)
    before = config.read(DEMO)
    follower = following.Follower(work, before, told.append, live)
    follower.rebuild()
    assert follower.site is before
    assert told == []
    assert not live.good

    assert capsys.readouterr().out == (
        f"{tmp_path / 'file'}: this is a file, and no folder; name another folder with --out\n"
        "the last good build is still served\n"
    )


def test_an_error_about_a_folder_is_one_of_those_that_every_command_tells() -> None:
    with pytest.raises(config.ConfigError):
        pipeline.build(DEMO, bundle.ROOT / "build.py")
