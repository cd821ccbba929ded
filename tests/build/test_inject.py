"""``inject`` puts the tag into pages that something else has made, and changes nothing else of them."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from banner import cli
from banner.build import inject, journal, manifest
from banner.build.folders import FolderError, digest
from banner.config import blocking_list
from banner.config.blocking_list import Blocking
from banner.config.pages import Page
from tests.build.conftest import GOOD

Run = Callable[..., tuple[int, str, str]]
PAGE = (
    "<!doctype html>\n<html>\n  <head>\n    <title>A page</title>\n  </head>\n  <body>Hello</body>\n</html>\n"
)
TAG = '<script src="{}" defer></script>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a banner in it, and nothing else yet."""
    folder = tmp_path / "public"
    write(folder, "consent/consent.js", "// the banner")
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs inject, and gives the exit code and what was said on both streams."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = cli.main(["inject", *map(str, arguments)])
        return code, *capsys.readouterr()

    return run


def write(folder: Path, path: str, content: str | bytes) -> Path:
    """Write a file, and the folders that it is in."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def contents(folder: Path) -> dict[str, bytes]:
    """Each file below *folder* with its bytes."""
    return {
        one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


def test_every_page_gets_the_tag_with_the_path_from_where_it_is(site: Path, run: Run) -> None:
    files = {path: write(site, path, PAGE) for path in ("index.html", "en/a.htm", "en/b/c/index.HTML")}
    code, said, _ = run(site)

    assert (code, said) == (0, "3 pages got the tag, 0 have it already\n")
    for path, file in files.items():
        tag = TAG.format("../" * path.count("/") + "consent/consent.js")
        assert file.read_text() == PAGE.replace("  </head>", f"  {tag}\n  </head>"), path


def test_a_second_run_changes_nothing(site: Path, run: Run) -> None:
    write(site, "index.html", PAGE)
    run(site)
    before = contents(site)
    changed = (site / "index.html").stat().st_mtime_ns

    assert run(site)[:2] == (0, "0 pages got the tag, 1 have it already\n")
    assert contents(site) == before
    assert (site / "index.html").stat().st_mtime_ns == changed


HEADS = {
    "<html><head></head><body>": "<html><head>{}</head><body>",
    "<HTML><HEAD><TITLE>x</TITLE></HEAD ><BODY>": "<HTML><HEAD><TITLE>x</TITLE>{}</HEAD ><BODY>",
    "<!doctype html><title>x</title><p>y": "<!doctype html><title>x</title>{}<p>y",
    "<!doctype html><html><meta charset=x><body>": "<!doctype html><html><meta charset=x>{}<body>",
    "<!doctype html><p>y": "<!doctype html>{}<p>y",
    "<!doctype html>": "<!doctype html>{}",
    "<html><head><script>'</head>'</script></head>": "<html><head><script>'</head>'</script>{}</head>",
    "<html><head><!-- </head> --><link></head>": "<html><head><!-- </head> --><link>{}</head>",
    "<html><head><noscript><img src=x></noscript><link rel=icon></head>": (
        "<html><head><noscript><img src=x></noscript><link rel=icon>{}</head>"
    ),
    "<html><head><template><body></head></template></head>": (
        "<html><head><template><body></head></template>{}</head>"
    ),
    "<html><title></title><noscript><p></noscript><p>": "<html><title></title><noscript><p></noscript>{}<p>",
    "<html><frameset>": "<html>{}<frameset>",
    "<!-- <head></head> --><html><body>": "<!-- <head></head> --><html>{}<body>",
    "<?xml version='1.0'?><html><head></head>": "<?xml version='1.0'?><html><head>{}</head>",
    # What holds a text that is empty, or ends as a tag does.
    "<!doctype html><title>x</title><script src=a.js></script><p>Hi": (
        "<!doctype html><title>x</title><script src=a.js></script>{}<p>Hi"
    ),
    "<!doctype html><title>x</title><style></style ><p>Hi": (
        "<!doctype html><title>x</title><style></style >{}<p>Hi"
    ),
    "<!doctype html><title></title><p>Hi": "<!doctype html><title></title>{}<p>Hi",
    "<!doctype html><script><!--\nf()//--></script><p>Hi": (
        "<!doctype html><script><!--\nf()//--></script>{}<p>Hi"
    ),
    "<!doctype html><script src=/a/></script><p>Hi": "<!doctype html><script src=/a/></script>{}<p>Hi",
    "<!doctype html><script src='a' />\n</script><p>Hi": (
        "<!doctype html><script src='a' />\n</script>{}<p>Hi"
    ),
    "<!doctype html><meta charset=x><script src=a.js>": "<!doctype html><meta charset=x><script src=a.js>{}",
}


@pytest.mark.parametrize(("text", "expected"), HEADS.items(), ids=range(len(HEADS)))
def test_the_tag_is_the_last_of_the_head_be_it_written_or_not(
    site: Path, run: Run, text: str, expected: str
) -> None:
    file = write(site, "a.html", text)
    tag = TAG.format("consent/consent.js")
    if text.startswith("<?xml"):
        tag = tag.replace("defer", 'defer="defer"')

    assert run(site)[0] == 0
    assert file.read_text() == expected.replace("{}", tag)


BYTES = {
    "UTF-8 with a mark": b"\xef\xbb\xbf<!DOCTYPE html><title>\xc3\xa4</title>|<p>\xc2\xa0\xe2\x80\x85",
    "Latin-1": b"<!doctype html><meta charset=iso-8859-1><title>\xe4\x85\xa0</title>|<p>\xff",
    "Shift_JIS": "<!doctype html><title>日本表</title>|<p>ソ".encode("shift_jis"),
    "UTF-16": b"\xff\xfe" + "<!doctype html><title>日</title>|<p>x".encode("utf-16-le"),
    "UTF-16 the other way": b"\xfe\xff" + "<!doctype html><title>日</title>|<p>x".encode("utf-16-be"),
    "no encoding": b"<!doctype html><title>\xc3\x28\x80</title>|<p>\x00\x01",
    "lines of Windows": b"<!doctype html>\r\n<head>\r\n  <title>x</title>\r\n|  </head>\r\n",
    "lines of old Macs": b"<!doctype html>\r<head>\r\t|</head>\r<body>",
}


@pytest.mark.parametrize("content", BYTES.values(), ids=BYTES)
def test_all_other_bytes_stay(site: Path, run: Run, content: bytes) -> None:
    bar = b"|\x00" if content[:2] == b"\xff\xfe" else b"\x00|" if content[:2] == b"\xfe\xff" else b"|"
    before, _, after = content.partition(bar)
    file = write(site, "a.html", before + after)

    assert run(site)[0] == 0
    now = file.read_bytes()
    wide = len(bar) == 2
    tag = TAG.format("consent/consent.js").encode(
        ("utf-16-le" if bar[1:] else "utf-16-be") if wide else "ascii"
    )
    assert tag in now
    assert len(now) - len(before + after) - len(tag) in (0, 2, 3, 4)  # a line break and the space before it
    first, _, rest = now.partition(tag)
    assert (first + rest).replace(b"\r\n  \r\n  ", b"\r\n  ").replace(b"\r\t\r\t", b"\r\t") == before + after


HAVE = [
    PAGE.replace("</head>", '<script src="/consent/consent.js" defer></script></head>'),
    PAGE.replace("</head>", "<SCRIPT DEFER SRC='../consent/consent.js?v=3'></SCRIPT></head>"),
    PAGE.replace("</body>", '<script type="module">import "/consent/consent.js"</script></body>'),
]


@pytest.mark.parametrize("text", HAVE, ids=range(len(HAVE)))
def test_a_page_that_has_the_tag_stays_as_it_is(site: Path, run: Run, text: str) -> None:
    file = write(site, "a.html", text)

    assert run(site)[:2] == (0, "0 pages got the tag, 1 have it already\n")
    assert file.read_text() == text


@pytest.mark.parametrize(
    "text",
    [
        PAGE.replace("</head>", '<!-- <script src="/consent/consent.js"></script> --></head>'),
        PAGE.replace("</body>", '<template><script src="/consent/consent.js"></script></template></body>'),
        PAGE.replace("</body>", "<pre>&lt;script src=/consent/consent.js></pre></body>"),
    ],
)
def test_a_tag_that_no_browser_runs_is_none(site: Path, run: Run, text: str) -> None:
    write(site, "a.html", text)

    assert run(site)[1].startswith("1 pages got the tag")


def test_pieces_redirections_and_links_are_left_alone_and_told(site: Path, run: Run) -> None:
    write(site, "piece.html", "<p>A piece</p>")
    write(
        site, "old.html", '<!doctype html><meta http-equiv="refresh" content="0; url=/new/"><title>x</title>'
    )
    write(site, "a.html", PAGE)
    write(site, ".hidden/b.html", PAGE)
    write(site, "node_modules/x/c.html", PAGE)
    write(site, "d.txt", PAGE)
    if sys.platform != "win32":
        (site / "e.html").symlink_to("a.html")
    before = contents(site)
    _, said, _ = run(site)

    assert "1 pages got the tag" in said
    assert "left alone: piece.html (pieces of pages)" in said
    assert "left alone: old.html (redirections)" in said
    if sys.platform != "win32":
        assert "left alone: e.html (links to other files)" in said
        assert (site / "e.html").is_symlink()
    after = contents(site)
    assert {path for path in after if after[path] != before[path]} - {"e.html"} == {"a.html"}


def test_pages_can_be_excluded(site: Path, run: Run) -> None:
    for path in ("a.html", "admin/b.html", "admin/deep/c.html", "x/preview.html"):
        write(site, path, PAGE)
    _, said, _ = run(site, "--exclude", "admin/*", "--exclude", "*/preview.html")

    assert "1 pages got the tag" in said
    assert "left alone: admin/b.html, admin/deep/c.html, x/preview.html (excluded)" in said


def test_check_names_the_pages_without_the_tag_and_writes_nothing(site: Path, run: Run) -> None:
    write(site, "a.html", PAGE)
    write(site, "b.html", HAVE[0])
    before = contents(site)

    assert run(site, "--check")[:2] == (1, "1 pages without the tag, 1 have it already\n  a.html\n")
    assert contents(site) == before
    run(site)
    assert run(site, "--check")[:2] == (0, "0 pages without the tag, 2 have it already\n")


def test_check_needs_no_banner_in_the_folder(tmp_path: Path, run: Run) -> None:
    write(tmp_path, "a.html", PAGE)

    assert run(tmp_path, "--check")[0] == 1


def test_a_dry_run_tells_and_writes_nothing(site: Path, run: Run) -> None:
    file = write(site, "a.html", PAGE)

    assert run(site, "--dry-run")[:2] == (0, "1 pages would get the tag, 0 have it already\n  a.html\n")
    assert file.read_text() == PAGE


@pytest.mark.parametrize(
    "src", ["/shop/consent/consent.js", "https://static.shop.example/consent/consent.js", "/b/banner.js"]
)
def test_one_address_for_all_pages(tmp_path: Path, run: Run, src: str) -> None:
    file = write(tmp_path, "en/a.html", PAGE)

    assert run(tmp_path, "--src", src)[0] == 0
    assert TAG.format(src) in file.read_text()
    assert run(tmp_path, "--src", src)[1] == "0 pages got the tag, 1 have it already\n"


def test_the_banner_may_lie_deeper(tmp_path: Path, run: Run) -> None:
    write(tmp_path, "assets/consent/consent.js", "")
    file = write(tmp_path, "en/a.html", PAGE)

    assert run(tmp_path, "--out", tmp_path / "assets")[0] == 0
    assert TAG.format("../assets/consent/consent.js") in file.read_text()


def test_names_of_folders_are_written_as_addresses_are(tmp_path: Path, run: Run) -> None:
    write(tmp_path, 'a "b" ü/consent/consent.js', "")
    file = write(tmp_path, "ü/a.html", PAGE)
    other = write(tmp_path, 'a "b" ü/a.html', PAGE)

    assert run(tmp_path, "--out", tmp_path / 'a "b" ü')[0] == 0
    assert TAG.format("../a%20%22b%22%20%C3%BC/consent/consent.js") in file.read_text()
    assert TAG.format("consent/consent.js") in other.read_text()


BASES = {
    '<base href="/">': "consent/consent.js",
    '<base href="https://shop.example/docs/">': "consent/consent.js",
    '<base href="../">': "consent/consent.js",
    '<base href="./">': "../consent/consent.js",
    '<base target="_top">': "../consent/consent.js",
}


@pytest.mark.parametrize(("base", "src"), BASES.items(), ids=BASES)
def test_a_base_of_the_page_is_what_paths_are_seen_from(site: Path, run: Run, base: str, src: str) -> None:
    file = write(site, "en/a.html", PAGE.replace("<title>", f"{base}<title>"))
    run(site)

    assert TAG.format(src) in file.read_text()


@pytest.mark.parametrize("base", ["../../", "../../../x.html", "../../?a"])
def test_above_the_folder_is_nothing_wherever_the_command_runs(
    site: Path, run: Run, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    file = write(site, "en/a.html", PAGE.replace("<title>", f'<base href="{base}"><title>'))
    monkeypatch.chdir(site / "consent")
    run(site)

    assert TAG.format("consent/consent.js") in file.read_text()


def test_a_base_that_no_browser_can_read_is_none(site: Path, run: Run) -> None:
    file = write(site, "en/a.html", PAGE.replace("<title>", '<base href="http://["><title>'))

    assert run(site)[0] == 0
    assert TAG.format("../consent/consent.js") in file.read_text()


# The address that is given, a script of en/a.html, and whether that is the banner.
ALIKE = {
    ("/c.js", "/c.js?v=2", True),
    ("/c.js", "../c.js", True),
    ("/c.js", "https://www.shop.example/c.js", True),  # the page says that this is where it is
    ("https://static.shop.example/c.js", "//static.shop.example/c.js#x", True),
    ("/c.js", "https://cdn.example/c.js", False),
    ("/c.js", "//cdn.example/vendor/c.js", False),
    ("/c.js", "c.js", False),
    ("/c.js", "/abc.js/c.js", False),
    ("/c.js", "https://[/c.js", False),
    ("/shop/c.js", "/other/shop/c.js", False),
    ("https://static.shop.example/c.js", "/c.js", False),
    ("/c.js", "/my-consent/consent.js", False),
}


@pytest.mark.parametrize(("src", "script", "had"), sorted(ALIKE))
def test_a_script_whose_address_only_ends_alike_is_not_the_banner(
    tmp_path: Path, run: Run, src: str, script: str, had: bool
) -> None:
    own = '<link rel="canonical" href="https://www.shop.example/en/a.html">'
    write(tmp_path, "en/a.html", PAGE.replace("<title>", f'{own}<script src="{script}"></script><title>'))

    assert run(tmp_path, "--src", src)[1] == f"{int(not had)} pages got the tag, {int(had)} have it already\n"


def test_a_script_of_another_folder_that_is_named_alike_is_not_the_banner(site: Path, run: Run) -> None:
    write(site, "a.html", PAGE.replace("<title>", '<script src="/my-consent/consent.js"></script><title>'))

    assert run(site)[1] == "1 pages got the tag, 0 have it already\n"


def test_a_page_that_is_answered_at_any_depth_is_told_with_the_way_out(site: Path, run: Run) -> None:
    write(site, "404.html", PAGE)

    assert "404.html: servers answer with this page at any depth" in run(site)[2]
    write(site, "404.html", PAGE)
    assert run(site, "--src", "/consent/consent.js")[2] == ""


@pytest.mark.skipif(sys.platform == "win32", reason="rights are of another kind there")
def test_the_rights_of_a_file_stay(site: Path, run: Run) -> None:
    file = write(site, "a.html", PAGE)
    file.chmod(0o640)
    run(site)

    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="needs the name of a file that cannot be replaced")
def test_all_pages_are_written_or_none(site: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        write(site, f"{name}.html", PAGE)
    before = contents(site)
    take = journal._take

    def stop(number: int, step: dict[str, object], folder: Path) -> None:
        if number == 2:
            raise PermissionError(13, "Permission denied")
        take(number, step, folder)

    monkeypatch.setattr(journal, "_take", stop)
    code, said, told = run(site)

    assert (code, said) == (2, "")
    assert told.startswith(f"{site / 'c.html'}: Permission denied")
    assert contents(site) == before


def test_what_a_build_has_written_stays_a_builds(site: Path, run: Run) -> None:
    file = write(site, "a.html", PAGE)
    other = write(site, "b.html", PAGE)
    known = manifest.Manifest({"a.html": digest(file), "b.html": "0" * 64}, {})
    write(site, manifest.NAME, known.text())
    run(site)

    assert manifest.read(site).files == {"a.html": digest(file), "b.html": "0" * 64}
    assert TAG.format("consent/consent.js") in other.read_text()


MISTAKES: dict[str, tuple[list[str], str]] = {
    "no such folder": (["nowhere"], "nowhere: there is no such folder"),
    "no banner": (
        ["."],
        (
            "consent/consent.js: there is no banner; copy the folder consent/ of a build to there, or tell "
            "the address that it will have with --src /consent/consent.js"
        ),
    ),
}


@pytest.mark.parametrize(("arguments", "remedy"), MISTAKES.values(), ids=MISTAKES)
def test_what_cannot_be_done_is_told_with_the_remedy(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], remedy: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, told = run(*arguments)

    assert code == 2
    assert remedy in told


def test_a_folder_that_is_not_there_and_a_banner_elsewhere_are_told(tmp_path: Path, site: Path) -> None:
    with pytest.raises(
        FolderError, match="there is no such folder; name the one that your site is built into"
    ):
        inject.inspect(tmp_path / "nowhere", "/consent/consent.js")
    (tmp_path / "other").mkdir()
    with pytest.raises(FolderError, match=r"this is not below .*other"):
        inject.script_below(tmp_path / "other", site)


@pytest.mark.parametrize("src", ["consent/consent.js", "", '/"><script>', "/a b.js"])
def test_an_address_that_would_not_be_the_same_for_all_pages_is_refused(
    site: Path, run: Run, src: str
) -> None:
    with pytest.raises(SystemExit):
        run(site, "--src", src)


# What waits: a script, a picture, a frame, …

DECLARED = GOOD.replace('hosts = ["count.example"]', 'hosts = ["*.count.example"]')
WAIT = {
    '<script src="https://count.example/x.js" async></script>': (
        '<script type="text/plain" data-service="count" data-src="https://count.example/x.js" async></script>'
    ),
    "<SCRIPT ASYNC TYPE='text/javascript'\n  SRC=//count.example/x.js ></SCRIPT>": (
        '<SCRIPT type="text/plain" data-service="count" ASYNC\n  data-SRC=//count.example/x.js ></SCRIPT>'
    ),
    '<script type="module" src="https://count.example/x.js"></script>': (
        '<script type="text/plain" data-service="count" data-type="module" '
        'data-src="https://count.example/x.js"></script>'
    ),
    '<img alt="a > b" src="https://count.example/x.png" srcset="https://count.example/y.png 2x">': (
        '<img data-service="count" alt="a > b" data-src="https://count.example/x.png" '
        'data-srcset="https://count.example/y.png 2x">'
    ),
    '<img src="/own.png" srcset="/a.png 1x, https://count.example/y.png 2x">': (
        '<img data-service="count" src="/own.png" data-srcset="/a.png 1x, https://count.example/y.png 2x">'
    ),
    '<iframe title="x" src="https://www.count.example/?a=1&amp;b=2"></iframe>': (
        '<iframe data-service="count" title="x" data-src="https://www.count.example/?a=1&amp;b=2"></iframe>'
    ),
    '<link rel="stylesheet" href="https://count.example/x.css"/>': (
        '<link data-service="count" rel="stylesheet" data-href="https://count.example/x.css"/>'
    ),
    '<video poster="https://count.example/x.png" src="/own.mp4"></video>': (
        '<video data-service="count" data-poster="https://count.example/x.png" src="/own.mp4"></video>'
    ),
    '<object data="https://count.example/x"></object>': (
        '<object data-service="count" data-data="https://count.example/x"></object>'
    ),
    "<script>\nload('https://count.example/x.js')\n</script >": (
        "<template data-service=\"count\"><script>\nload('https://count.example/x.js')\n</script ></template>"
    ),
}


@pytest.fixture
def declaration(tmp_path: Path) -> Path:
    """A declaration with a service that has hosts."""
    return write(tmp_path, "consent.toml", DECLARED)


@pytest.mark.parametrize(("element", "waiting"), WAIT.items(), ids=range(len(WAIT)))
def test_what_contacts_a_declared_service_waits_for_it(
    site: Path, run: Run, declaration: Path, element: str, waiting: str
) -> None:
    page = HAVE[0].replace("Hello", f"\n\xe4{element}<p>Hello")
    file = write(site, "a.html", page)
    code, said, _ = run(site, "--block", "--config", declaration)

    assert (code, "elements wait now:" in said) == (0, True)
    assert file.read_text("utf-8") == page.replace(element, waiting)
    tag = element.partition(" ")[0].partition(">")[0].lower()
    assert f"  a.html:7: {tag}> for count" in said
    assert run(site, "--block", "--config", declaration)[1] == "0 pages got the tag, 1 have it already\n"
    assert run(site, "--check", "--block", "--config", declaration)[0] == 0


def test_scripts_that_the_banner_loads_by_itself_are_told_to_go(
    site: Path, run: Run, declaration: Path
) -> None:
    write(site, "a.html", HAVE[0].replace("Hello", '<script src="https://count.example/x.js"></script>'))

    assert (
        "the banner loads count by itself: take the scripts"
        in run(site, "--block", "--config", declaration)[2]
    )


def test_what_nothing_can_hold_back_is_told_and_left(site: Path, run: Run, declaration: Path) -> None:
    page = HAVE[0].replace(
        "Hello",
        '<noscript><img src="//count.example/x"></noscript><input type="image" src="//count.example/y">',
    )
    file = write(site, "a.html", page)
    code, _, told = run(site, "--block", "--config", declaration)

    assert code == 1
    assert "a.html:6: <img>: where scripts are off, nothing holds it back: take it out" in told
    assert 'a.html:6: <input>: put it into <template data-service="count">' in told
    assert file.read_text() == page


OTHER = '{} already: put it into <template data-service="{}">…</template>'


def test_an_element_that_contacts_two_services_waits_for_one_and_the_other_is_told(
    site: Path, run: Run, declaration: Path, tmp_path: Path
) -> None:
    file = write(site, "a.html", HAVE[0].replace("Hello", '<img src="//a.example/x" srcset="//b.example/y">'))
    named = findings(
        tmp_path,
        Blocking("a.html", 6, "img", "src", "//a.example/x", "count"),
        Blocking("a.html", 6, "img", "srcset", "//b.example/y", "google"),
    )
    for _ in range(2):
        code, _, told = run(site, "--block", named, "--config", declaration)

        assert code == 1
        assert "a.html:6: <img>: it has " + OTHER.format('data-service="count"', "google") in told
        assert '<img data-service="count" data-src="//a.example/x" srcset="//b' in file.read_text()


def test_code_that_contacts_two_services_waits_for_one_and_the_other_is_told(
    site: Path, run: Run, declaration: Path, tmp_path: Path
) -> None:
    file = write(site, "a.html", HAVE[0].replace("Hello", "<script>both()</script>"))
    named = findings(tmp_path, *(Blocking("a.html", 6, "script", "", "", one) for one in ("count", "google")))
    for _ in range(2):
        code, _, told = run(site, "--block", named, "--config", declaration)

        assert code == 1
        assert "a.html:6: <script>: it has " + OTHER.format('data-service="count"', "google") in told
        assert '<template data-service="count"><script>both()</script></template>' in file.read_text()


@pytest.mark.parametrize("kept", ["src", "data-src"])
@pytest.mark.parametrize("other", ["google", ""])
def test_an_element_of_another_service_is_left_and_told(
    site: Path, run: Run, declaration: Path, tmp_path: Path, kept: str, other: str
) -> None:
    element = f'<iframe data-service="{other}" {kept}="https://any.example/x"></iframe>'
    page = HAVE[0].replace("Hello", element)
    file = write(site, "a.html", page)
    named = findings(tmp_path, Blocking("a.html", 6, "iframe", "src", "https://any.example/x", "count"))
    code, _, told = run(site, "--block", named, "--config", declaration)

    assert code == 1
    if other or kept == "src":
        assert "a.html:6: <iframe>: it has " + OTHER.format(f'data-service="{other}"', "count") in told
    assert file.read_text() == page


def test_an_element_of_its_own_service_gets_the_name_that_waits_alone(
    site: Path, run: Run, declaration: Path, tmp_path: Path
) -> None:
    element = '<iframe data-service="count" src="https://any.example/x"></iframe>'
    file = write(site, "a.html", HAVE[0].replace("Hello", element))
    named = findings(tmp_path, Blocking("a.html", 6, "iframe", "src", "https://any.example/x", "count"))

    assert run(site, "--block", named, "--config", declaration)[0] == 0
    assert element.replace(" src", " data-src") in file.read_text()


def test_what_the_owner_has_put_into_a_template_waits(
    site: Path, run: Run, declaration: Path, tmp_path: Path
) -> None:
    held = '<template data-service="count"><b><input type="image" src="//any.example/x"></b></template>'
    write(site, "a.html", HAVE[0].replace("Hello", held))
    named = findings(tmp_path, Blocking("a.html", 6, "input", "src", "//any.example/x", "count"))

    assert run(site, "--block", named, "--config", declaration)[0] == 0


def findings(folder: Path, *entries: Blocking) -> Path:
    """Write a list as scan does."""
    return write(folder, "findings.json", json.dumps({"scanned": "x", **blocking_list.written(entries)}))


def test_what_the_banner_brings_is_taken_out_and_all_else_stays(
    site: Path, run: Run, declaration: Path, tmp_path: Path
) -> None:
    brought = '<script src="//any.example/x.js"></script><script>\nany()</script ><img src="//any.example/y">'
    stays = '<iframe src="//any.example/z"></iframe>'
    file = write(site, "a.html", HAVE[0].replace("Hello", f"{brought}{stays}"))
    entries = [("script", "src", "//any.example/x.js"), ("script", "", ""), ("img", "src", "//any.example/y")]
    lines = {"img": 7}
    columns = [file.read_text().split("\n")[5].index("<script>") + 1, None]
    named = findings(
        tmp_path,
        *(
            Blocking("a.html", lines.get(tag, 6), tag, name, url, "count", columns[bool(name)], remove=True)
            for tag, name, url in entries
        ),
        Blocking("a.html", 7, "iframe", "src", "//any.example/z", "count", remove=True),
    )
    code, said, told = run(site, "--block", named, "--config", declaration)

    assert code == 1
    assert "3 elements were taken out, since the banner loads them" in said
    assert "a.html:7: <iframe>: only scripts, pictures and links are taken out" in told
    assert file.read_text() == HAVE[0].replace("Hello", stays)


def test_what_a_list_names_waits_at_its_place(
    site: Path, run: Run, declaration: Path, tmp_path: Path
) -> None:
    twice = '<script src="//any.example/x.js"></script>\n<script src="//any.example/x.js"></script>\n'
    file = write(site, "en/a.html", HAVE[0].replace("Hello", f"\n{twice}<script>\nany()</script>"))
    named = findings(
        tmp_path,
        Blocking("en/a.html", 8, "script", "src", "https://any.example/x.js", "count"),
        Blocking("en/a.html", 9, "script", "", "", "count"),
    )
    code, _, _ = run(site, "--block", named, "--config", declaration)

    assert code == 0
    first, _ = twice.splitlines()
    assert first in file.read_text()
    assert file.read_text().count('data-src="//any.example/x.js"') == 1
    assert '<template data-service="count"><script>\nany()</script></template>' in file.read_text()
    assert run(site, "--block", named, "--config", declaration)[0] == 0


# A page on one line, with all that is no code beside the code.
ONE_LINE = (
    '<!doctype html><html><head><title>ü日</title><script src="consent/consent.js" defer></script>'
    '<script type="application/ld+json">{}</script><script src="/own.js"></script></head><body>'
    "<script>one()</script><p>ü</p><script>two()</script><script>three()</script></body></html>"
)


def of_code(code: str, service: str = "count", text: str = ONE_LINE, **told: int | None) -> Blocking:
    """The entry of a script on the first line, with the column that it has."""
    place = {"column": text.removeprefix("\ufeff").index(f"<script>{code}") + 1, **told}
    return Blocking("a.html", 1, "script", "", "", service, **place)


def held(code: str, service: str = "count") -> str:
    """A script that waits."""
    return f'<template data-service="{service}"><script>{code}</script></template>'


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_of_several_scripts_on_a_line_the_one_at_the_column_waits(
    site: Path, run: Run, declaration: Path, tmp_path: Path, mark: str
) -> None:
    file = write(site, "a.html", mark + ONE_LINE)
    named = findings(tmp_path, of_code("two()"), of_code("three()", "google"))
    waiting = ONE_LINE.replace("<script>two()</script>", held("two()"))
    waiting = mark + waiting.replace("<script>three()</script>", held("three()", "google"))

    for _ in range(2):
        assert run(site, "--block", named, "--config", declaration)[0] == 0
        assert file.read_text("utf-8") == waiting


@pytest.mark.parametrize("column", [None, 3])
def test_where_the_column_does_not_tell_which_script_none_waits_and_that_is_told(
    site: Path, run: Run, declaration: Path, tmp_path: Path, column: int | None
) -> None:
    file = write(site, "a.html", ONE_LINE)
    named = findings(tmp_path, of_code("two()", column=column))
    code, _, told = run(site, "--block", named, "--config", declaration)

    assert code == 1
    assert told.count("a.html:1: <script>: several scripts are on this line: put the one that is meant") == 1
    assert file.read_text("utf-8") == ONE_LINE


@pytest.mark.parametrize("column", [None, 3])
def test_beside_scripts_without_code_of_their_own_the_only_one_with_code_waits(
    site: Path, run: Run, declaration: Path, tmp_path: Path, column: int | None
) -> None:
    page = ONE_LINE.replace("<script>one()</script>", "").replace("<script>three()</script>", "")
    file = write(site, "a.html", page)
    named = findings(tmp_path, of_code("two()", column=column))

    for _ in range(2):
        assert run(site, "--block", named, "--config", declaration)[0] == 0
        assert file.read_text("utf-8") == page.replace("<script>two()</script>", held("two()"))


def test_code_that_check_finds_on_a_line_waits_alone(site: Path, run: Run, declaration: Path) -> None:
    load = "load('https://count.example/x.js')"
    page = ONE_LINE.replace("two()", load)
    file = write(site, "a.html", page)

    assert run(site, "--block", "--config", declaration)[0] == 0
    assert file.read_text("utf-8") == page.replace(f"<script>{load}</script>", held(load))


def test_code_that_brings_the_banner_does_not_wait_for_it(site: Path, run: Run, declaration: Path) -> None:
    bring = '<script type="module">import "/consent/consent.js"; import "https://count.example/x.js"</script>'
    page = PAGE.replace("Hello", bring)
    file = write(site, "a.html", page)
    code, _, told = run(site, "--block", "--config", declaration)

    assert code == 1
    assert "it brings the banner: put what contacts count into a script of its own" in told
    assert file.read_text() == page


def test_a_list_without_lines_names_every_element_that_fits(
    site: Path, run: Run, declaration: Path, tmp_path: Path
) -> None:
    file = write(site, "a.html", HAVE[0].replace("Hello", '<img src="//any.example/x">' * 3))
    named = findings(tmp_path, Blocking("a.html", None, "img", "src", "https://any.example/x", "count"))

    assert run(site, "--block", named, "--config", declaration)[0] == 0
    assert file.read_text().count('data-src="//any.example/x"') == 3


def test_what_is_not_there_any_more_is_told(site: Path, run: Run, declaration: Path, tmp_path: Path) -> None:
    write(site, "a.html", HAVE[0])
    named = findings(
        tmp_path,
        Blocking("a.html", 3, "img", "src", "//any.example/x", "count"),
        Blocking("b.html", 3, "img", "src", "//any.example/x", "count"),
    )
    code, _, told = run(site, "--block", named, "--config", declaration)

    assert code == 1
    assert "a.html:3: <img>: it is not in the page" in told
    assert "b.html:3: <img>: there is no such page" in told


LISTS = {
    "no JSON": ("{", "this is no JSON object with a list"),
    "another object": ("[]", "this is no JSON object with a list"),
    "no list": ('{"blocking": 3}', "blocking = 3: write a list"),
    "an entry of another kind": ('{"blocking": [3]}', "blocking[0].file: write an object with file, line, "),
    "a key that is missing": (
        '{"blocking": [{"file": "a", "line": "3", "element": "img", "attribute": "", "service": "count"}]}',
        'blocking[0].line = "3": write a number',
    ),
    "a list in lists in lists": ("[" * 100_000, "this is no JSON object with a list"),
    "a column that is none": (
        json.dumps({"blocking": [{**vars(Blocking("a", 1, "img", "src", "x", "count")), "column": "3"}]}),
        'blocking[0].column = "3": write a number',
    ),
    "a service that is not asked for": (
        json.dumps(blocking_list.written([Blocking("a", 1, "img", "src", "x", "basket")])),
        'blocking[0].service = "basket": the declaration asks for no such service; it has count, ',
    ),
}


@pytest.mark.parametrize(("text", "remedy"), LISTS.values(), ids=LISTS)
def test_a_list_that_cannot_be_read_is_told_with_all_that_is_wrong(
    site: Path, run: Run, declaration: Path, tmp_path: Path, text: str, remedy: str
) -> None:
    named = write(tmp_path, "findings.json", text)
    code, _, told = run(site, "--block", named, "--config", declaration)

    assert code == 2
    assert f"{named}: " in told
    assert remedy in told


def test_a_thousand_pages_are_read_and_written_in_one_go(site: Path, run: Run) -> None:
    for number in range(1000):
        write(site, f"{number % 10}/{number}.html", PAGE)

    assert run(site)[1] == "1000 pages got the tag, 0 have it already\n"
    assert all(Page(file.read_text()).asks for file in site.rglob("*.html"))
    assert not (site / journal.WORK).exists()
