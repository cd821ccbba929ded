"""Cookies as text: what a jar holds, and every write that it takes to erase one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.core import cookies


def test_every_cookie_of_a_name_is_found_in_the_order_of_the_jar() -> None:
    assert cookies.named("a=1; consent=x; b=2; consent=y=z", "consent") == ("x", "y=z")


def test_a_cookie_without_a_name_is_no_harm() -> None:
    assert cookies.named("orphan; =1; consent=x;", "consent") == ("x",)


def test_a_letter_that_looks_like_nothing_belongs_to_the_name() -> None:
    jar = "\xa0__Host-a=1;\x85__Host-a=2; \t__Host-a=3;\x1c__Host-a=4; \u2000__Host-a=5 \t"

    assert cookies.named(jar, "__Host-a") == ("3",)
    assert len(cookies.names(jar)) == 5


def test_an_empty_jar_has_no_cookie() -> None:
    assert cookies.named("", "consent") == ()


def test_each_name_of_a_jar_is_told_once() -> None:
    assert cookies.names("_ga=1; _ga_X=2; orphan; _ga=4; consent=5") == ("_ga", "_ga_X", "consent")


def test_a_written_cookie_holds_for_the_whole_site() -> None:
    assert (
        cookies.write("consent", "x", 15_552_000, secure=False)
        == "consent=x; Max-Age=15552000; Path=/; SameSite=Lax"
    )


def test_on_https_a_cookie_is_secure() -> None:
    assert cookies.write("consent", "x", 1, secure=True).endswith("; Secure")
    assert all("; Secure" in text for text in cookies.erasures("a", "h", "/", secure=True))


def test_on_https_a_partitioned_cookie_of_the_name_is_erased_too() -> None:
    both = cookies.erasures("a", "www.shop.example", "/a", secure=True)
    plain = [text for text in both if "Partitioned" not in text]

    assert [text for text in both if text not in plain] == [cookies.partitioned(text) for text in plain]
    assert not [text for text in cookies.erasures("a", "h", "/", secure=False) if "Partitioned" in text]
    assert cookies.partitioned(cookies.write("a", "1", 9, secure=True)) == (
        "a=1; Max-Age=9; Path=/; SameSite=None; Secure; Partitioned"
    )


def test_a_cookie_is_erased_on_the_host_and_every_parent_at_every_path() -> None:
    texts = cookies.erasures("_ga", "www.shop.example", "/a/b", secure=False)
    places = [
        (
            part.split("Domain=")[-1] if "Domain=" in part else "",
            part.split("Path=")[1].split(";")[0],
        )
        for part in texts
    ]

    assert places == [
        (domain, path)
        for domain in ("", "www.shop.example", "shop.example")
        for path in ("/", "/a", "/a/", "/a/b")
    ]


@given(st.text("abc-_", min_size=1), st.sampled_from(["h", "h.example"]), st.text("/ab"))
def test_an_erasure_never_keeps_anything(name: str, host: str, path: str) -> None:
    for text in cookies.erasures(name, host, path, secure=False):
        assert text.startswith(f"{name}=; Expires=Thu, 01 Jan 1970")
        assert "Max-Age=0" in text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_a_host_without_parents_has_no_domain_to_try(host: str) -> None:
    assert cookies.parents(host) == ()


@pytest.mark.parametrize(
    ("path", "folders"),
    [("/", ("/",)), ("/a", ("/", "/a")), ("/a/", ("/", "/a", "/a/")), ("", ("/",))],
)
def test_the_paths_of_a_page_start_at_the_root(path: str, folders: tuple[str, ...]) -> None:
    assert cookies.folders(path) == folders


def test_a_prefixed_name_is_erased_securely_wherever_it_is_written() -> None:
    first, *_ = cookies.erasures("__Host-basket", "localhost", "/", secure=False)

    assert first.endswith("; Secure")
    assert "Domain" not in first


@pytest.mark.parametrize("name", ["__gads", "__hstc"])
def test_any_other_name_is_erased_by_what_http_may_write(name: str) -> None:
    assert not [text for text in cookies.erasures(name, "localhost", "/", secure=False) if "Secure" in text]
