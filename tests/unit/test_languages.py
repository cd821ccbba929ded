"""Languages are matched by their tags, and nobody is given another one than the tags allow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.core.languages import is_tag, lookup

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=8)
REST = st.lists(st.text("abcXYZ019", min_size=1, max_size=8), max_size=2)
tags = st.builds(lambda first, rest: "-".join([first, *rest]), LETTERS, REST)


@pytest.mark.parametrize(
    "tag", ["de", "pt-BR", "zh-Hant-TW", "sr-Latn", "es-419", "de-1996", "x-ours", "EN-us"]
)
def test_a_tag_is_one(tag: str) -> None:
    assert is_tag(tag)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "-",
        "x",
        "de-",
        "-de",
        "pt_BR",
        "de at",
        "123",
        "überall",
        "abcdefghi",
        "de" + "-abcdefgh" * 4,
        None,
        7,
    ],
)
def test_what_is_no_tag_is_none(value: object) -> None:
    assert not is_tag(value)


@pytest.mark.parametrize(
    ("wanted", "offered", "found"),
    [
        (("pt-BR",), ("en", "pt-BR"), "pt-BR"),
        (("pt-br",), ("en", "pt-BR"), "pt-BR"),
        (("PT",), ("en", "pt"), "pt"),
        (("de-AT",), ("en", "de"), "de"),
        (("zh-Hant-TW",), ("zh", "zh-Hant"), "zh-Hant"),
        (("zh-Hant-CN-x-ours",), ("zh-Hant",), "zh-Hant"),
        (("pt",), ("pt-BR",), ""),
        (("pt-PT",), ("pt-BR", "en"), ""),
        (("pt-PT", "en-GB"), ("pt-BR", "en"), "en"),
        # Two letters in common are no language in common.
        (("fil",), ("fi",), ""),
        (("gsw", "fr"), ("fr", "gs"), "fr"),
        (("*", "", "it"), ("it",), "it"),
        ((), ("it",), ""),
        (("it",), (), ""),
    ],
)
def test_the_first_that_is_wanted_is_given_as_closely_as_there_is_one(
    wanted: tuple[str, ...], offered: tuple[str, ...], found: str
) -> None:
    assert lookup(wanted, offered) == found


@given(st.lists(tags).map(tuple), st.lists(tags).map(tuple))
def test_what_is_given_is_on_offer_and_is_where_what_was_wanted_begins(
    wanted: tuple[str, ...], offered: tuple[str, ...]
) -> None:
    found = lookup(wanted, offered)

    assert found in (*offered, "")
    if found:
        assert any(f"{tag}-".lower().startswith(f"{found}-".lower()) for tag in wanted)
    else:
        assert not {tag.lower() for tag in wanted} & {tag.lower() for tag in offered}


@given(tags)
def test_every_tag_finds_itself(tag: str) -> None:
    assert is_tag(tag)
    assert lookup((tag,), ("xx", tag)) == tag
