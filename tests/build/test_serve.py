"""Files are served as a good static host would serve them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from banner.build import output
from banner.serve import local

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "let answer = 'yes'; " * 100


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """A browser at a folder with one script, compressed, and one page."""
    consent = tmp_path / "consent"
    consent.mkdir()
    (consent / "consent.js").write_text(TEXT)
    output.hashed(consent, "part.wasm", b"\0asm" + bytes(1000))
    output.compress(consent)
    (tmp_path / "index.html").write_text("<p>Hello")
    return TestClient(local.static(tmp_path))


@pytest.mark.parametrize(
    ("takes", "gets"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("zstd", None),
        ("brotli", None),
        ("br;q=0", None),
        ("br; q=0.0, gzip", "gzip"),
        ("BR;Q=0,GZIP", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip;q=0.5,br;q=0.5", "br"),
        ("*", "br"),
        ("*;q=0", None),
        ("br;q=0, *", "gzip"),
        ("gzip;q=0.2, *;q=0", "gzip"),
        ("identity, br;q=0.5", None),
        ("br;q=nonsense, ;;,", None),
    ],
)
def test_what_lies_compressed_is_sent_to_those_who_take_it(
    client: TestClient, takes: str, gets: str | None
) -> None:
    response = client.get("/consent/consent.js", headers={"Accept-Encoding": takes})

    assert response.headers.get("content-encoding") == gets
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["vary"] == "Accept-Encoding"
    if gets != "br":  # the client has no brotli
        assert response.text == TEXT
    assert (int(response.headers["content-length"]) < len(TEXT)) == (gets is not None)


def test_a_compressed_file_stands_for_a_file_only(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.html").write_text("<p>The folder")
    (tmp_path / "docs.gz").write_bytes(b"of somebody else")
    (tmp_path / "index.html.br").mkdir()

    assert client.get("/docs/", headers={"Accept-Encoding": "gzip"}).text == "<p>The folder"
    assert client.get("/index.html", headers={"Accept-Encoding": "br"}).text == "<p>Hello"


def test_each_encoding_has_a_name_of_its_own_in_caches(client: TestClient) -> None:
    tags = {
        client.get("/consent/consent.js", headers={"Accept-Encoding": one}).headers["etag"]
        for one in ("", "gzip", "br")
    }

    assert len(tags) == 3


def test_a_known_file_is_not_sent_again(client: TestClient) -> None:
    tag = client.get("/consent/consent.js", headers={"Accept-Encoding": "gzip"}).headers["etag"]
    again = client.get("/consent/consent.js", headers={"Accept-Encoding": "gzip", "If-None-Match": tag})

    assert again.status_code == 304
    assert again.content == b""


def test_what_changes_its_name_with_its_content_is_kept_for_ever(client: TestClient, tmp_path: Path) -> None:
    (name,) = [file.name for file in (tmp_path / "consent/files").glob("*.wasm")]
    response = client.get(f"/consent/files/{name}", headers={"Accept-Encoding": "gzip"})

    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"] == "application/wasm"
    assert response.content.startswith(b"\0asm")


def test_a_download_goes_on_in_the_middle(client: TestClient) -> None:
    response = client.get("/consent/consent.js", headers={"Accept-Encoding": "", "Range": "bytes=20-39"})

    assert response.status_code == 206
    assert response.text == TEXT[20:40]


@pytest.mark.parametrize("path", ["/nothing.js", "/consent/files", "/../pyproject.toml"])
def test_what_is_not_there_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_page_that_nobody_has_compressed_is_sent_as_it_is(client: TestClient) -> None:
    response = client.get("/", headers={"Accept-Encoding": "gzip"})

    assert response.text == "<p>Hello"
    assert "content-encoding" not in response.headers
