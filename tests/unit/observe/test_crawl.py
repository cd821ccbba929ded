"""Which pages are visited, and in what order."""

from __future__ import annotations

from pathlib import Path

import pytest

from banner.errors import ConfigError
from banner.observe.crawl import Frontier, in_folder, in_list, in_site_map

START = "https://shop.example/"


def followed(*links: str, depth: int = 2, most: int = 9) -> Frontier:
    """The pages of a site of which the start page has *links*, after it was visited."""
    frontier = Frontier(START, depth=depth, most=most)
    frontier.name([START])
    next(iter(frontier))
    frontier.add(links, 1)
    return frontier


@pytest.mark.parametrize("path", ["a", "a/", "a.html", "a.php?x=1", "v1.2", "a.b/c", "search?q=a.pdf"])
def test_a_page_is_one(path: str) -> None:
    assert list(followed(START + path)) == [(START + path, 1)]


@pytest.mark.parametrize("path", ["a.pdf", "a.ZIP", "a.jpg?x"])
def test_a_file_is_no_page(path: str) -> None:
    assert list(followed(START + path)) == []


@pytest.mark.parametrize("path", ["logout", "account/sign-out", "?action=delete"])
def test_what_would_do_something_is_left_out_and_told(path: str) -> None:
    frontier = followed(START + path, START + path)

    assert list(frontier) == []
    assert frontier.left() == {"look as if a visit did something": 1}


@pytest.mark.parametrize(
    "address", ["https://other.example/", "http://shop.example/", "mailto:a@b.c", "https://[", "https://[#a"]
)
def test_nothing_of_another_origin_is_a_page(address: str) -> None:
    frontier = followed(address)

    assert list(frontier) == []
    assert not +frontier.left()


NAMED = ["unsubscribe.html", "how-to-remove-stains.html", "guide.v2.tex", "?action=delete", "deep/er/a.html"]


def test_pages_that_an_owner_names_are_visited_whatever_they_look_like_and_however_many() -> None:
    frontier = Frontier(START, depth=0, most=1)
    frontier.name([f"{START}{one}" for one in NAMED])

    assert frontier.known == len(NAMED)
    assert list(frontier) == [(f"{START}{one}", 0) for one in NAMED]
    assert not +frontier.left()


def test_pages_that_an_owner_names_elsewhere_are_left_out_and_told() -> None:
    frontier = Frontier(START, depth=2, most=9)
    frontier.name([f"{START}a", "https://www.shop.example/b", "http://shop.example/c"])

    assert list(frontier) == [(f"{START}a", 0)]
    assert frontier.left() == {"not of https://shop.example": 2}


def test_each_page_is_visited_once_and_the_nearest_first() -> None:
    frontier = Frontier(START, depth=2, most=3)
    frontier.name([START])
    order = []
    for address, depth in frontier:
        order.append((address, depth))
        frontier.add([START, f"{START}a#x", f"{START}a", f"{address}b"], depth + 1)

    assert order == [(START, 0), (f"{START}a", 1), (f"{START}b", 1)]
    assert frontier.known == 3
    assert frontier.left() == {"more than --pages": 2}


def test_links_are_followed_no_deeper_than_asked() -> None:
    frontier = followed(f"{START}a", depth=0)

    assert list(frontier) == []
    assert frontier.left() == {"further away than --depth": 1}


def test_a_start_that_leads_to_another_origin_takes_the_site_there_and_is_not_visited_again() -> None:
    frontier = followed()
    frontier.moved("https://www.shop.example/home")
    frontier.add(["https://www.shop.example/home#top", "https://www.shop.example/a", f"{START}b"], 1)

    assert frontier.origin == "https://www.shop.example"
    assert list(frontier) == [("https://www.shop.example/a", 1)]


def test_a_site_map_of_site_maps_is_read() -> None:
    maps = {
        f"{START}sitemap.xml": f"<sitemapindex><sitemap><loc>{START}m.xml</loc></sitemap></sitemapindex>",
        f"{START}m.xml": f"<urlset><url><loc>\n {START}a?b=1&amp;c=2 </loc></url></urlset>",
    }

    assert in_site_map(START, lambda address: maps.get(address, "")) == [f"{START}a?b=1&c=2"]


def test_a_site_map_that_leads_to_itself_comes_to_an_end() -> None:
    text = f"<sitemapindex><loc>{START}sitemap.xml</loc><loc>https://else.example/m</loc></sitemapindex>"

    assert in_site_map(START, lambda _: text) == []


def test_the_pages_of_a_folder_begin_with_the_start_page(tmp_path: Path) -> None:
    for name in ("b.html", "a/index.html", "index.html", "note.txt", ".git/x.html", "ä b.htm"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")

    assert in_folder(tmp_path, START) == [
        f"{START}index.html",
        f"{START}b.html",
        f"{START}%C3%A4%20b.htm",
        f"{START}a/index.html",
    ]


def test_a_folder_without_pages_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no page in it"):
        in_folder(tmp_path, START)


def test_a_list_has_an_address_a_line(tmp_path: Path) -> None:
    file = tmp_path / "pages.txt"
    file.write_text("\ufeff# mine\n/a#b\n\nhttps://shop.example/c\n", encoding="utf-8")

    assert in_list(file, START) == [f"{START}a#b", f"{START}c"]
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="UTF-8"):
        in_list(file, START)
