"""A build that fails or is killed at whatever step leaves all of the old site, or all of the new one."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from banner.build import journal
from banner.build.folders import FolderError
from banner.build.publish import publish
from tests.build.test_publish import texts
from tests.build.trouble import failing, killed, without_rights
from tests.matrix import examples

OWNERS = {"notes.txt": "ten years of work", "blog/photo.jpg": "ten years of work"}
OLD = {
    "a.html": "old",
    "blog/same.html": "same",
    "blog/old/goes.html": "old",
    "consent/consent.js": "old",
    "consent/files/a.1.js": "old",
    "file": "becomes a folder",
    "folder/index.html": "becomes a file",
}
NEW = {
    "a.html": "new",
    "blog/same.html": "same",
    "blog/new/comes.html": "new",
    "consent/consent.js": "new",
    "consent/files/a.2.js": "new",
    "file/index.html": "was a file",
    "folder": "was a folder",
}
KEPT = {"consent/files/a.1.js": "old"}
BOTH = OLD.keys() & NEW.keys()


class Site:
    """An owner's folder, with the old site in it and files of the owner's own."""

    def __init__(self, folder: Path) -> None:
        self.out = folder / "out"
        self._folder = folder
        for name, files in (("old", OLD), ("new", NEW)):
            for path, text in files.items():
                file = folder / name / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)

    def begin(self) -> None:
        """Make it anew."""
        shutil.rmtree(self.out, ignore_errors=True)
        self.publish("old")
        for path, text in OWNERS.items():
            (self.out / path).write_text(text)

    def publish(self, which: str, out: Path | None = None) -> None:
        """Publish the old or the new site, here or in another folder."""
        files = OLD if which == "old" else NEW
        publish({path: self._folder / which / path for path in files}, out or self.out, 0)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def steps(happens: Callable[[int], bool]) -> Iterator[int]:
    """Each step of a build at which something *happens*, which there must be many of."""
    for step in count(1):
        if not happens(step):
            assert step > 20
            return
        yield step


@pytest.mark.long
def test_a_site_is_whole_at_every_step_and_the_next_build_finishes_or_undoes_one_that_was_killed(
    site: Site, tmp_path: Path
) -> None:
    def killed_at(step: int) -> bool:
        site.begin()
        return killed(step, lambda: site.publish("new"))

    for step in steps(killed_at):
        served = texts(site.out)
        assert all(served[path] in (OLD[path], NEW[path]) for path in BOTH), step
        assert {path: served[path] for path in OWNERS} == OWNERS

        other = tmp_path / f"other-{step}"
        shutil.copytree(site.out, other)
        site.publish("old", other)
        undone = {path: text for path, text in texts(other).items() if path not in OLD | OWNERS}
        assert texts(other) == OLD | OWNERS | undone
        # The kill came after the last step: it was finished, and what it made is kept for its time.
        assert undone in ({}, {"consent/files/a.2.js": "new"})

        site.publish("new")
        assert texts(site.out) == NEW | KEPT | OWNERS
        assert not (site.out / journal.WORK).exists()


@pytest.mark.thorough
def test_a_first_build_that_was_killed_is_no_folder_of_somebody_elses_for_the_next(
    site: Site, tmp_path: Path
) -> None:
    def killed_at(step: int) -> bool:
        return killed(step, lambda: site.publish("new", tmp_path / f"first-{step}"))

    for step in steps(killed_at):
        site.publish("new", tmp_path / f"first-{step}")
        assert texts(tmp_path / f"first-{step}") == NEW


@pytest.mark.thorough
def test_what_an_owner_writes_after_a_build_was_killed_is_never_written_over(site: Site) -> None:
    def killed_at(step: int) -> bool:
        site.begin()
        return killed(step, lambda: site.publish("new"))

    for step in steps(killed_at):
        (site.out / "a.html").write_text("by hand")

        with pytest.raises(FolderError, match=r"a\.html: it has been changed since a build wrote it"):
            site.publish("new")
        assert (site.out / "a.html").read_text() == "by hand", step
        assert {path: texts(site.out)[path] for path in OWNERS} == OWNERS
        assert not (site.out / journal.WORK).exists()


def told(work: Callable[[], object]) -> str:
    """What an owner is told where the *work* fails, or nothing."""
    try:
        work()
    except FolderError as error:
        return str(error)
    return ""


@examples("error", [errno.ENOSPC, errno.EACCES], run=[errno.ENOSPC])
def test_a_build_that_fails_at_any_step_leaves_all_as_it_was_and_names_file_and_cause(
    site: Site, error: int
) -> None:
    failed = 0
    for step in count(1):
        site.begin()
        with failing(step, error) as reached:
            words = told(lambda: site.publish("new"))
        if words:
            failed += 1
            assert words.startswith(f"{site.out}")
            assert f": {os.strerror(error)}; see that " in words
            assert words.count("\n") == 0
            assert texts(site.out) == OLD | OWNERS, step
            assert not (site.out / journal.WORK).exists()
            continue
        # Where a step can be done without, all of the new site is there.
        left = journal.WORK + "/"
        assert {path: text for path, text in texts(site.out).items() if not path.startswith(left)} == (
            NEW | KEPT | OWNERS
        ), step
        if not reached():
            break
    assert failed > 20


def test_a_disk_that_stays_broken_is_told_and_the_next_build_puts_all_in_order(site: Site) -> None:
    for step in count(1):
        site.begin()
        with failing(step, errno.EIO, last=10_000) as reached:
            words = told(lambda: site.publish("new"))
        assert words.startswith(f"{site.out}") or not words
        served = texts(site.out)
        assert all(served[path] in (OLD[path], NEW[path]) for path in BOTH), step
        site.publish("new")
        assert texts(site.out) == NEW | KEPT | OWNERS
        if not reached():
            break


def test_an_interrupted_build_leaves_all_as_it_was(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    site.begin()
    monkeypatch.setattr(Path, "unlink", interrupted)
    with pytest.raises(KeyboardInterrupt):
        site.publish("new")
    monkeypatch.undo()
    site.publish("old")

    assert texts(site.out) == OLD | OWNERS


def test_where_there_is_no_room_for_a_file_nothing_is_written(site: Site, tmp_path: Path) -> None:
    (tmp_path / "new/a.html").write_text("large" * 10_000)

    def run() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        with pytest.raises(FolderError, match=r"a\.html: File too large; see that .* there is room"):
            site.publish("new")

    site.begin()
    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()

    assert process.exitcode == 0
    assert texts(site.out) == OLD | OWNERS


def test_where_nobody_may_write_nothing_is_begun(site: Site) -> None:
    site.begin()  # with all that is imported late
    with without_rights() as folder:
        for out in (folder / "out", folder / "deep/er"):
            with pytest.raises(
                FolderError, match=r": Permission denied; see that you can write there, or name "
            ):
                site.publish("new", out)

        assert list(folder.iterdir()) == []


def test_folders_that_a_failed_build_has_made_are_gone(site: Site, tmp_path: Path) -> None:
    for step in count(1):
        with failing(step, errno.ENOSPC) as reached:
            words = told(lambda: site.publish("new", tmp_path / "deep/er/out"))
        if words:
            assert not (tmp_path / "deep").exists(), step
            continue
        if not reached():
            break
        shutil.rmtree(tmp_path / "deep")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"steps": [{"path": "../a"}], "folders": []}'])
def test_a_journal_that_cannot_be_read_is_an_error_that_tells_where_the_old_files_are(
    site: Site, content: str
) -> None:
    site.begin()
    (site.out / journal.WORK).mkdir()
    (site.out / journal.WORK / "journal.json").write_text(content)

    with pytest.raises(
        FolderError, match=r"a build was cut off here.*what it replaced is in .*old: take what"
    ):
        site.publish("new")
    shutil.rmtree(site.out / journal.WORK)
    assert texts(site.out) == OLD | OWNERS


def test_two_builds_at_once_write_one_after_the_other(site: Site) -> None:
    site.begin()
    work = [multiprocessing.get_context("fork").Process(target=site.publish, args=("new",)) for _ in range(4)]
    for process in work:
        process.start()
    for process in work:
        process.join()

    assert [process.exitcode for process in work] == [0] * 4
    assert texts(site.out) == NEW | KEPT | OWNERS
