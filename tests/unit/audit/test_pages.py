"""Which pages an audit visits."""

from __future__ import annotations

from pathlib import Path

from banner.audit.pages import further, of_folder


def test_the_pages_of_a_folder_come_the_first_one_first(tmp_path: Path) -> None:
    for name in ("b.html", "index.html", "de/index.html", "de/ü.htm", "consent/x.html", "a.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.touch()

    assert of_folder(tmp_path, 9) == ["", "b.html", "de/", "de/%C3%BC.htm"]
    assert of_folder(tmp_path, 2) == ["", "b.html"]


def test_links_lead_to_pages_of_the_same_origin() -> None:
    known = ["https://shop.example/"]
    links = [
        "https://shop.example/#top",
        "https://shop.example/index.html",
        "https://shop.example/blog/",
        "https://shop.example/blog/index.html",
        "https://shop.example/blog/?page=2",
        "https://shop.example/price-list.PDF",
        "http://shop.example/a",
        "https://other.example/",
        "mailto:us@shop.example",
        "https://shop.example/logout",
        "https://shop.example/?add-to-cart=1",
        "https://shop.example/b",
    ]

    assert further(known, links, 9) == [
        "https://shop.example/blog/",
        "https://shop.example/blog/?page=2",
        "https://shop.example/b",
    ]
    assert further(known, links, 2) == ["https://shop.example/blog/"]
    assert further([*known, "https://shop.example/x"], links, 2) == []
