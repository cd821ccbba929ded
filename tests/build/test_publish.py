"""What a build writes over, removes and keeps in the owner's folder: only what builds have written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from banner.build import journal, manifest, output
from banner.build.folders import FolderError
from banner.build.publish import publish

DAY = 86_400
Publish = Callable[..., tuple[str, ...]]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The owner's folder."""
    return tmp_path / "out"


@pytest.fixture
def build(tmp_path: Path, out: Path) -> Publish:
    """Publishes texts by their paths, at a time, into the folder."""

    def build(
        files: dict[str, str], now: float = 0, yielding: frozenset[str] = frozenset()
    ) -> tuple[str, ...]:
        for number, text in enumerate(files.values()):
            (tmp_path / f"source-{number}").write_text(text)
        sources = {path: tmp_path / f"source-{number}" for number, path in enumerate(files)}
        return publish(sources, out, now, yielding)

    return build


def texts(folder: Path) -> dict[str, str]:
    """The text of each file in *folder* but the list of what builds have written."""
    return {
        file.relative_to(folder).as_posix(): file.read_text()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != manifest.NAME
    }


def test_a_build_adds_replaces_and_removes_what_builds_have_written(build: Publish, out: Path) -> None:
    build({"a.html": "old", "blog/b.html": "same", "blog/old/c.html": "goes"})
    build({"a.html": "new", "blog/b.html": "same", "d.html": "comes"})

    assert texts(out) == {"a.html": "new", "blog/b.html": "same", "d.html": "comes"}
    assert not (out / "blog/old").exists()
    assert not (out / journal.WORK).exists()


def test_a_file_may_become_a_folder_and_a_folder_a_file(build: Publish, out: Path) -> None:
    build({"blog": "page", "shop/index.html": "page", "shop/deep/er.html": "page"})
    build({"blog/index.html": "page", "shop": "page"})

    assert texts(out) == {"blog/index.html": "page", "shop": "page"}


def test_a_build_that_changes_nothing_touches_nothing(build: Publish, out: Path) -> None:
    build({"a.html": "same", "b/c.html": "same"})
    before = {file: file.stat().st_ctime_ns for file in [out, *out.rglob("*")]}
    build({"a.html": "same", "b/c.html": "same"}, 9 * DAY)

    assert {file: file.stat().st_ctime_ns for file in [out, *out.rglob("*")]} == before


@pytest.mark.parametrize("owners", ["novel.txt", "consent/own.css", "blog/deep/photo.jpg", ".git/config"])
def test_what_no_build_has_written_outlives_every_build(build: Publish, out: Path, owners: str) -> None:
    build({"consent/consent.js": "1", "blog/b.html": "1", "blog/deep/c.html": "1"})
    (out / owners).parent.mkdir(parents=True, exist_ok=True)
    (out / owners).write_text("ten years of work")
    build({"consent/consent.js": "2"})

    assert texts(out) == {"consent/consent.js": "2", owners: "ten years of work"}


@pytest.mark.parametrize(
    ("lies", "comes"),
    [
        ("index.html", "index.html"),
        ("blog", "blog/index.html"),
        ("blog/index.html", "blog"),
        ("blog/deep/index.html", "blog"),
    ],
)
def test_to_write_over_what_no_build_has_written_is_an_error_and_nothing_is_written(
    build: Publish, out: Path, lies: str, comes: str
) -> None:
    build({"a.html": "1"})
    (out / lies).parent.mkdir(exist_ok=True, parents=True)
    (out / lies).write_text("ten years of work")

    with pytest.raises(FolderError) as caught:
        build({"a.html": "2", comes: "mine"})
    assert str(caught.value).startswith(f"{out / comes}: no build has made what is here, and the build would")
    assert str(caught.value).endswith("move it away, or name another folder with --out")
    assert texts(out) == {"a.html": "1", lies: "ten years of work"}


def test_all_that_is_in_the_way_is_told_at_once(build: Publish, out: Path) -> None:
    build({"a.html": "1"})
    for name in "bcd":
        (out / f"{name}.html").write_text("ten years of work")

    with pytest.raises(FolderError) as caught:
        build({f"{name}.html": "2" for name in "abcd"})
    assert [line.partition(":")[0] for line in str(caught.value).split("\n")] == [
        str(out / f"{name}.html") for name in "bcd"
    ]


@pytest.mark.parametrize("again", ["1", "2"])
def test_a_file_that_was_changed_since_a_build_wrote_it_is_the_owners(
    build: Publish, out: Path, again: str
) -> None:
    build({"a.html": "1", "b.html": "1"})
    (out / "a.html").write_text("by hand")

    with pytest.raises(
        FolderError, match=r"a\.html: it has been changed since a build wrote it.*delete this one"
    ):
        build({"a.html": again, "b.html": "2"})
    assert texts(out) == {"a.html": "by hand", "b.html": "1"}

    (out / "a.html").unlink()
    build({"a.html": again, "b.html": "2"})
    assert texts(out) == {"a.html": again, "b.html": "2"}


def test_a_changed_file_that_no_build_needs_stays_with_a_word(build: Publish, out: Path) -> None:
    build({"a.html": "1", "b.html": "1"})
    (out / "b.html").write_text("by hand")

    (word,) = build({"a.html": "1"})
    assert word.startswith(f"{out / 'b.html'}: no build needs it any more, and it is not as one wrote it")
    assert build({"a.html": "1"}) == ()
    assert texts(out) == {"a.html": "1", "b.html": "by hand"}


def test_a_change_by_hand_to_what_the_build_writes_is_no_change(build: Publish, out: Path) -> None:
    build({"a.html": "1"})
    (out / "a.html").write_text("2")
    build({"a.html": "2"})
    build({"a.html": "3"})

    assert texts(out) == {"a.html": "3"}


def test_the_same_file_of_the_owners_stays_the_owners(build: Publish, out: Path) -> None:
    build({"a.html": "1"})
    (out / "b.html").write_text("same")
    build({"a.html": "1", "b.html": "same"})
    build({"a.html": "1"})

    assert texts(out) == {"a.html": "1", "b.html": "same"}


@pytest.mark.parametrize("before", [{"a": "1"}, {"a": "1", "_headers": "2"}])
def test_where_the_build_yields_the_owners_file_stays_with_a_word(
    build: Publish, out: Path, before: dict[str, str]
) -> None:
    build(before)
    (out / "_headers").write_text("/*\n  X-Frame-Options: DENY\n")
    (word,) = build({"a": "2", "_headers": "3"}, 0, frozenset({"_headers"}))

    assert word.startswith(f"{out / '_headers'}: ")
    assert texts(out) == {"a": "2", "_headers": "/*\n  X-Frame-Options: DENY\n"}


def test_nothing_is_written_through_a_link_of_the_owners(build: Publish, out: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/a.js").write_text("ten years of work")
    build({"index.html": "1"})
    (out / "consent").symlink_to(tmp_path / "theirs")
    (out / "b.js").symlink_to(tmp_path / "theirs/a.js")

    with pytest.raises(FolderError) as caught:
        build({"index.html": "2", "consent/a.js": "mine", "consent/c.js": "mine", "b.js": "mine"})
    assert str(caught.value).count("no build has made what is here") == 3
    assert texts(tmp_path / "theirs") == {"a.js": "ten years of work"}
    assert (out / "index.html").read_text() == "1"


def test_what_open_pages_may_still_ask_for_stays_two_days_after_the_build_that_does_without(
    build: Publish, out: Path
) -> None:
    first = {
        "consent/consent.js": "1",
        "consent/files/a.11111111.js": "1",
        "consent/files/a.11111111.js.br": "1",
    }
    second = {"consent/consent.js": "2", "consent/files/a.22222222.js": "2"}
    build(first, 0)
    build(second, 5 * DAY)
    assert texts(out) == first | second

    build(second, 7 * DAY - 1)
    assert texts(out) == first | second
    build(second, 7 * DAY)
    assert texts(out) == second


def test_what_becomes_current_again_is_kept_for_two_days_from_its_new_end(build: Publish, out: Path) -> None:
    first, second = {"consent/files/a.1.js": "1"}, {"consent/files/a.2.js": "2"}
    for day, files in enumerate((first, second, first, second)):
        build(files, day * DAY)
    build(second, 5 * DAY - 1)
    assert texts(out) == first | second

    build(second, 5 * DAY)
    assert texts(out) == second


def test_what_a_visitor_was_shown_stays_as_long_as_a_consent_can_hold(build: Publish, out: Path) -> None:
    build({"consent/notices/1.json": "1"}, 0)
    build({"consent/notices/2.json": "2"}, DAY)
    build({"consent/notices/2.json": "2"}, 401 * DAY - 1)
    assert "consent/notices/1.json" in texts(out)

    build({"consent/notices/2.json": "2"}, 401 * DAY)
    assert "consent/notices/1.json" not in texts(out)


def test_a_clock_that_was_ahead_keeps_nothing_for_longer(build: Publish, out: Path) -> None:
    build({"consent/files/a.1.js": "1"}, 0)
    build({"consent/files/a.2.js": "2"}, 9999 * DAY)
    build({"consent/files/a.2.js": "2"}, DAY)
    build({"consent/files/a.2.js": "2"}, 3 * DAY)

    assert texts(out) == {"consent/files/a.2.js": "2"}


def test_an_old_file_that_the_owner_deletes_is_forgotten(build: Publish, out: Path) -> None:
    build({"a": "1", "consent/files/a.1.js": "1"})
    build({"a": "1"})
    (out / "consent/files/a.1.js").unlink()
    build({"a": "1"})

    assert "a.1.js" not in (out / manifest.NAME).read_text()


def test_a_banner_that_was_copied_into_a_site_is_replaced_and_the_site_stays(
    build: Publish, out: Path
) -> None:
    consent = out / "consent"
    (consent / "files").mkdir(parents=True)
    (consent / "consent.js").write_text("1")
    (consent / "files/a.1.js").write_text("1")
    (consent / "SHA256SUMS").write_text(output.sums(consent))
    (out / "index.html").write_text("ten years of work")
    (out / "consent.toml").write_text("ten years of work")
    (consent / "own.css").write_text("ten years of work")
    build({"consent/consent.js": "2", "consent/SHA256SUMS": "2"})

    assert texts(out) == {
        "consent.toml": "ten years of work",
        "consent/SHA256SUMS": "2",
        "consent/consent.js": "2",
        "consent/files/a.1.js": "1",
        "consent/own.css": "ten years of work",
        "index.html": "ten years of work",
    }


@pytest.mark.parametrize(
    "sums", ["", "no sums\n", f"{'0' * 64}  consent.js\n", f"{'0' * 64}  ../index.html\n"]
)
def test_a_folder_whose_banner_does_not_prove_to_be_a_builds_is_left_alone(
    build: Publish, out: Path, sums: str
) -> None:
    (out / "consent").mkdir(parents=True)
    (out / "consent/consent.js").write_text("1")
    (out / "consent/SHA256SUMS").write_text(sums)
    (out / "index.html").write_text("ten years of work")
    before = texts(out)

    with pytest.raises(FolderError, match="no build has made"):
        build({"consent/consent.js": "2"})
    assert texts(out) == before


def test_a_folder_with_nothing_but_hidden_files_is_as_good_as_empty(build: Publish, out: Path) -> None:
    out.mkdir()
    (out / ".gitkeep").touch()
    build({"a.html": "1"})

    assert texts(out) == {".gitkeep": "", "a.html": "1"}


SUM = "0" * 64


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"files": {}}',
        json.dumps({"files": {"a.html": "1"}, "old": {}}),
        json.dumps({"files": {"../novel.txt": SUM}, "old": {}}),
        json.dumps({"files": {"/novel.txt": SUM}, "old": {}}),
        json.dumps({"files": {"": SUM}, "old": {}}),
        json.dumps({"files": {}, "old": {"../novel.txt": [SUM, 0]}}),
        json.dumps({"files": {}, "old": {"a": [SUM, None]}}),
        json.dumps({"files": {}, "old": {"a": SUM}}),
    ],
)
def test_a_damaged_list_of_what_builds_have_written_is_an_error_and_nothing_is_written(
    build: Publish, out: Path, content: str
) -> None:
    build({"a.html": "1"})
    (out / manifest.NAME).write_text(content)

    with pytest.raises(FolderError, match=f"{manifest.NAME}: this is no list .* delete it"):
        build({"a.html": "2"})
    assert texts(out) == {"a.html": "1"}


def test_names_that_are_no_text_are_names_all_the_same(tmp_path: Path, out: Path) -> None:
    (tmp_path / "source").write_text("1")
    name = b"caf\xe9.html".decode(errors="surrogateescape")
    publish({name: tmp_path / "source"}, out, 0)
    publish({"a.html": tmp_path / "source"}, out, 0)

    assert [file.name for file in out.glob("*.html")] == ["a.html"]
