"""What of an owner's folder of pages is deployed, and what stays behind."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from banner.build import beside, manifest, output
from banner.build.folders import FolderError
from banner.build.selection import Selection, select

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with one page."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "index.html").write_text("<p>Hello")
    return folder


def write(folder: Path, *paths: str, text: str = "text") -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def selected(pages: Path) -> Selection:
    return select(pages, pages / "consent.toml", pages / "dist")


def deployed(pages: Path) -> set[str]:
    return set(selected(pages).files) - {"index.html"}


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        ".env.production",
        ".git/config",
        ".gitignore",
        ".hg/store",
        ".svn/entries",
        "CVS/Entries",
        ".htpasswd",
        "htpasswd",
        ".htaccess",
        ".vscode/settings.json",
        ".idea/workspace.xml",
        ".DS_Store",
        "deep/er/.DS_Store",
        "deep/.well-known/.DS_Store",
        "Thumbs.db",
        "desktop.ini",
        ".index.html.swp",
        "index.swp",
        "index.html~",
        "#index.html#",
        "~$letter.docx",
        "index.html.bak",
        "index.html.orig",
        "node_modules/left-pad/index.js",
        "deep/node_modules/left-pad/index.js",
        "bower_components/jquery/jquery.js",
        "venv/pyvenv.cfg",
        "__pycache__/app.cpython-311.pyc",
        "app.pyc",
        "server.key",
        "SERVER.KEY",
        "cert.pem",
        "id_ed25519",
        "prod.env",
        "secrets.toml",
        "shop.sqlite",
        "shop.sqlite3-wal",
        "shop.db",
        "dump.sql",
        "dump.sql.gz",
        "error.log",
        "consent.toml",
        "consent.schema.json",
        "dist/index.html",
        f"old-dist/{manifest.NAME}",
    ],
)
def test_what_is_not_for_visitors_stays_behind(pages: Path, path: str) -> None:
    write(pages, path)

    assert deployed(pages) == set()


@pytest.mark.parametrize(
    "path",
    [
        ".well-known/security.txt",
        ".nojekyll",
        "_headers",
        "_redirects",
        "README.md",
        "docs/consent.toml",
        "docs/page.sql.html",
        "docs/app.db.html",
        "posts/notes.log/index.html",
        "vendor/bootstrap.css",
        "secrets.html",
        "keys/id_ed25519.pub",
        "key-of-ours.asc",
        "name with spaces/ümläut.html",
        "consent/index.html",
        "cvs/index.html",
    ],
)
def test_what_a_site_is_made_of_is_deployed(pages: Path, path: str) -> None:
    write(pages, path)

    assert deployed(pages) == {path}


@pytest.mark.parametrize(
    "start",
    [
        KEY.encode(),
        b"\n-----BEGIN PRIVATE KEY-----\nMIIE",
        b"-----BEGIN RSA PRIVATE KEY-----\r\nMIIE",
        b"-----BEGIN PGP PRIVATE KEY BLOCK-----\n",
        b"PuTTY-User-Key-File-3: ssh-ed25519",
        b"SQLite format 3\0" + bytes(100),
    ],
)
def test_keys_and_databases_are_known_by_how_they_begin(pages: Path, start: bytes) -> None:
    (pages / "data.bin").write_bytes(start)
    (pages / "about-keys.html").write_bytes(b"<!doctype html><pre>" + start)

    assert deployed(pages) == {"about-keys.html"}


def test_what_stays_behind_is_told_with_the_reason_and_the_way_out(pages: Path) -> None:
    write(pages, ".env", ".git/config", "node_modules/a.js", "server.key", "shop.db", "index.html~")
    words = selected(pages).words(pages / "dist")

    assert words == (
        "left behind: shop.db (databases and logs)",
        "left behind: node_modules (dependencies and version control)",
        "left behind: .env, .git (hidden files)",
        "left behind: server.key (keys and passwords)",
        "left behind: index.html~ (what editors and systems leave behind)",
        f"what visitors are to have of these, put into {pages / 'dist'} yourself: it stays there",
    )


def test_a_site_with_nothing_else_is_told_nothing(pages: Path) -> None:
    write(pages, "consent.toml", "dist/index.html", "a/b.html")

    assert selected(pages).words(pages / "dist") == ()


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("index.html", '<a href="_downloads/1f/demo.py">the source</a>'),
        ("index.html", "<a href=_downloads/1f/demo.py>the source</a>"),
        ("docs/guide.html", "<a href='../_downloads/1f/demo.py?raw#L1'>the source</a>"),
        ("docs/guide.html", '<a href="/manual/_downloads/1f/demo.py">the source</a>'),
        ("docs/guide.html", '<a href="https://docs.example/_downloads/1f/demo.py">the source</a>'),
        ("index.html", '<script type="py" src="./_downloads/1f/demo.py"></script>'),
        ("pyscript.toml", '[files]\n"./_downloads/1f/demo.py" = ""\n'),
        ("app.js", "fetch('_downloads/1f/demo.py')"),
    ],
)
def test_python_that_the_site_names_is_deployed(pages: Path, page: str, text: str) -> None:
    write(pages, page, text=text)
    write(pages, "_downloads/1f/demo.py")

    assert "_downloads/1f/demo.py" in deployed(pages)


def test_python_that_no_page_names_stays_behind_and_is_told(pages: Path) -> None:
    write(pages, "app.py", "docs/other.py", "OLD.PY", "site.wsgi")
    write(pages, "docs/guide.html", text='Edit app.py and <a href="app.py">run</a> it.')

    assert deployed(pages) == {"docs/guide.html"}
    assert selected(pages).left == {
        "Python that no page names, taken for the server's": [
            "OLD.PY",
            "app.py",
            "docs/other.py",
            "site.wsgi",
        ]
    }


def test_a_package_with_no_page_in_it_is_the_servers_with_all_that_is_below(pages: Path) -> None:
    write(pages, "shop/__init__.py", "shop/app.py", "shop/admin/__init__.py", "shop/admin/a.css")
    write(pages, "shop/templates/order.html", text='<script src="../app.py"></script>')

    assert deployed(pages) == set()
    assert list(selected(pages).left.values()) == [["shop"]]


def test_a_package_with_a_page_or_with_python_that_the_site_names_is_content(pages: Path) -> None:
    write(pages, "lesson/__init__.py", "lesson/index.html", "lesson/a.css")
    write(pages, "lib/__init__.py", "lib/run.py", "lib/more.py", "lib/data.csv")
    write(
        pages, "app.html", text='<py-config>files = {"lib/__init__.py" = "", "lib/run.py" = ""}</py-config>'
    )

    assert deployed(pages) == {
        "app.html",
        "lesson/a.css",
        "lesson/index.html",
        "lib/__init__.py",
        "lib/data.csv",
        "lib/run.py",
    }
    assert list(selected(pages).left.values()) == [["lesson/__init__.py", "lib/more.py"]]


def test_links_inside_are_followed_and_no_way_round_what_stays_behind(pages: Path, tmp_path: Path) -> None:
    write(pages, "assets/a.css", ".env", "node_modules/b.js", "consent.toml", "dist/c.html", "server.key")
    write(tmp_path, "secret/passwords", "secret/index.html")
    for name, to in {
        "inside.css": "assets/a.css",
        "folder": "assets",
        "env.txt": ".env",
        "modules.js": "node_modules/b.js",
        "modules": "node_modules",
        "declared.txt": "consent.toml",
        "built.html": "dist/c.html",
        "key.txt": "server.key",
        "outside.txt": tmp_path / "secret/passwords",
        "outside": "../secret",
        "system": "/etc/passwd",
        "nowhere.html": "not-there.html",
        "circle": "circle",
        "assets/up": "..",
    }.items():
        (pages / name).symlink_to(to)

    assert deployed(pages) == {"assets/a.css", "folder/a.css", "inside.css"}
    told = {path: why for why, paths in selected(pages).left.items() for path in paths}
    assert told["outside.txt"] == told["outside"] == told["system"] == "links that lead out of the folder"
    assert (
        told["nowhere.html"]
        == told["circle"]
        == told["assets/up"]
        == ("links that lead nowhere, or in a circle")
    )
    assert {"env.txt", "modules.js", "modules", "built.html", "key.txt"} < set(told)


def test_a_link_to_the_folder_of_pages_is_as_good_as_the_folder(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(pages)
    write(pages, "a/b.html")

    assert deployed(tmp_path / "link") == {"a/b.html"}


def test_what_is_neither_file_nor_folder_stays_behind(pages: Path) -> None:
    os.mkfifo(pages / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(pages)  # the name of a socket is short
        try:
            listener.bind("socket")
        finally:
            os.chdir(here)

        assert deployed(pages) == set()
        assert selected(pages).left == {"neither files nor folders": ["pipe", "socket"]}


@pytest.mark.parametrize(("method", "name"), [("iterdir", "folder"), ("open", "index.html")])
def test_what_cannot_be_read_is_an_error_that_names_it(
    pages: Path, monkeypatch: pytest.MonkeyPatch, method: str, name: str
) -> None:
    write(pages, "folder/a.html")
    real = getattr(Path, method)

    def denied(self: Path, *arguments: object) -> object:
        if self == pages / name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(self, *arguments)

    monkeypatch.setattr(Path, method, denied)
    with pytest.raises(FolderError, match=rf"/{name}: Permission denied; see that it can be read"):
        selected(pages)


def test_pages_that_lie_where_the_build_is_written_are_an_error(pages: Path) -> None:
    with pytest.raises(FolderError, match=r"the pages lie where the build is to be written.*leave out pages"):
        select(pages, pages / "consent.toml", pages)


@pytest.fixture
def made(tmp_path: Path) -> dict[str, Path]:
    """What a build makes."""
    folder = tmp_path / "made"
    write(folder, "consent/consent.js", "consent/files/a.1.js", ".well-known/gpc.json", "consent.schema.json")
    write(folder, "_headers", text="/consent/consent.js\n  Cache-Control: max-age=300\n")
    return {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("end", ["", "\n"])
def test_the_owners_headers_come_first_and_the_builds_after_them(
    pages: Path, made: dict[str, Path], end: str
) -> None:
    policy = f"/*\n  Content-Security-Policy: default-src 'self'{end}"
    write(pages, "_headers", text=policy)
    files, words = beside.beside(selected(pages).files, made)

    assert files["_headers"].read_text() == (
        policy.removesuffix("\n") + "\n/consent/consent.js\n  Cache-Control: max-age=300\n"
    )
    assert words == ()


@pytest.mark.parametrize("path", ["/consent/*", "https://shop.example/consent/consent.js", "/shop/consent/*"])
def test_headers_that_speak_of_the_banner_stay_as_they_are_with_a_word(
    pages: Path, made: dict[str, Path], path: str
) -> None:
    text = f"/*\n  X-Frame-Options: DENY\n{path}\n  Cache-Control: no-store\n"
    write(pages, "_headers", text=text)
    files, words = beside.beside(selected(pages).files, made)

    assert files["_headers"].read_text() == text
    assert words == (f"{pages / '_headers'}: it says what holds for consent/ and stays as it is",)


def test_what_the_owner_says_of_the_privacy_signal_stays_with_a_word(
    pages: Path, made: dict[str, Path]
) -> None:
    write(pages, ".well-known/gpc.json", text="my own")
    files, words = beside.beside(selected(pages).files, made)

    assert files[".well-known/gpc.json"].read_text() == "my own"
    assert words[0].startswith(f"{pages / '.well-known/gpc.json'}: it is yours and stays as it is")


def test_a_banner_among_the_pages_is_made_anew_and_what_is_the_owners_beside_it_is_deployed(
    pages: Path, made: dict[str, Path]
) -> None:
    write(
        pages, "consent/consent.js", "consent/files/b.0.js", "consent/files/b.0.py", text="an earlier build"
    )
    (pages / "consent/SHA256SUMS").write_text(output.sums(pages / "consent"))
    write(pages, "consent/own.css")
    found = selected(pages)
    files, _ = beside.beside(found.files, made)

    assert found.left == {"what builds have written": ["consent"]}
    assert files["consent/consent.js"] == made["consent/consent.js"]
    assert "consent/files/b.0.js" not in files
    assert "consent/own.css" in files


@pytest.mark.parametrize("path", ["consent/consent.js", "consent", "consent/files", "_headers/index.html"])
def test_a_page_where_the_banner_has_to_be_is_an_error_that_names_it(
    pages: Path, made: dict[str, Path], path: str
) -> None:
    write(pages, path)

    with pytest.raises(FolderError) as caught:
        beside.beside(selected(pages).files, made)
    assert str(caught.value) == (
        f"{pages / path}: the banner has to write what it needs here; give your file another name"
    )
