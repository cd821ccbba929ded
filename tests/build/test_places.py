"""The lines of keys: for every key that the standard reader gives, the line where it stands."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.config.places import Lines, Place, lines, written
from banner.toolchain import bundle

KEYS = st.text("ab", min_size=1, max_size=2) | st.text("a.\"' =#[]{}\\é\t", max_size=4)
# Each leaf is a number of its own, so that the text itself tells in which line it stands.
TEXTS = st.text("a\"'#[]{}=,\\ \né", max_size=8)


def key(name: str) -> str:
    """One part of a key, as TOML writes it."""
    if re.fullmatch("[A-Za-z0-9_-]+", name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{escaped}"'


def quoted(text: str, style: int) -> str:
    """A text in one of the four ways of TOML, as far as it can stand in it."""
    basic = text.replace("\\", "\\\\").replace('"', '\\"')
    if style == 1:
        return f'"""{basic}"""'
    if style == 2 and "'" not in text and "\n" not in text:
        return f"'{text}'"
    if style == 3 and "'''" not in text and not text.startswith("\n"):
        return f"'''{text}'''"
    return '"' + basic.replace("\n", "\\n") + '"'


SCALARS = st.one_of(
    st.builds(quoted, TEXTS, st.integers(0, 3)),
    st.sampled_from(["7", "-1.5e3", "true", "2026-11-24", "2026-11-24 10:00:00", "07:32:00", '""""a"""""']),
)


@st.composite
def inline(draw: st.DrawFn, depth: int = 2) -> str:
    """A value that may be a list over several lines, or a table within one."""
    kind = draw(st.integers(0, 2)) if depth else 0
    gap = st.sampled_from(["", " ", "\n", " # ] } = \n"])
    if kind == 1:
        items = draw(st.lists(inline(depth=depth - 1), max_size=3))
        return "[" + ",".join(draw(gap) + one + draw(gap) for one in items) + draw(gap) + "]"
    if kind == 2:
        names = draw(st.lists(KEYS, max_size=3, unique=True))
        values = [draw(inline(depth=0)) for _ in names]
        return "{" + ", ".join(f"{key(a)} = {b}" for a, b in zip(names, values, strict=True)) + "}"
    return draw(SCALARS)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A file of statements, some of which may not fit together."""
    names = st.lists(KEYS, min_size=1, max_size=3).map(lambda keys: " . ".join(map(key, keys)))
    pair = st.builds("{} = {}".format, names, inline())
    header = names.map("[{}]".format) | names.map("[[ {} ]]".format)
    rest = st.sampled_from(["", "# [no] table = 1", "  "])
    return "\n".join(draw(st.lists(pair | header | rest, max_size=12)))


def every(value: Any, place: Place = ()) -> list[Place]:
    """The places of all that a value holds."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for part, one in below for found in [(*place, part), *every(one, (*place, part))]]


def stands(name: str | int, line: str) -> bool:
    """Whether the *line* has the key *name*, or any item where that is a number."""
    return isinstance(name, int) or key(name) in line


@given(documents())
def test_every_key_has_the_line_where_it_stands(text: str) -> None:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = lines(text)
    rows = text.split("\n")

    assert found.twice == []
    for place in every(values):
        assert place in found.found, place
        assert stands(place[-1], rows[found.found[place] - 1]), place


@given(st.lists(KEYS, min_size=1, max_size=6, unique=True), st.data())
def test_keys_that_are_known_by_their_values_are_told_exactly(names: list[str], data: st.DataObject) -> None:
    text, expected = "", {}
    for name in names:
        text += "\n" * data.draw(st.integers(0, 2))
        expected[(name,)] = text.count("\n") + 1
        text += f"{key(name)} = {data.draw(inline())}\n"
    found = lines(text)

    tomllib.loads(text)
    assert {place: line for place, line in found.found.items() if len(place) == 1} == expected


def test_tables_lists_and_dotted_keys_are_told_by_line() -> None:
    text = '''a.b = 1
list = [
  1,  # ]
  { x = 2 },
]
text = """
[no]
"""
[t.u]
k = 1
[[s]]
id = "a"
[[s.c]]
n = 1
[[s.c]]
n = 2
[s.w]
run = "x"
[[s]]
id = "b"
'''
    found = {written(place): line for place, line in lines(text).found.items()}

    assert found == {
        "a": 1,
        "a.b": 1,
        "list": 2,
        "list[0]": 3,
        "list[1]": 4,
        "list[1].x": 4,
        "text": 6,
        "t": 9,
        "t.u": 9,
        "t.u.k": 10,
        "s": 11,
        "s[0]": 11,
        "s[0].id": 12,
        "s[0].c": 13,
        "s[0].c[0]": 13,
        "s[0].c[0].n": 14,
        "s[0].c[1]": 15,
        "s[0].c[1].n": 16,
        "s[0].w": 17,
        "s[0].w.run": 18,
        "s[1]": 19,
        "s[1].id": 20,
    }


def test_what_is_missing_stands_in_the_nearest_table_that_there_is() -> None:
    found = lines("a = 1\n\n[t]\nb = 2\n")

    assert found.of(("t", "b")) == 4
    assert found.of(("t", "c", "d")) == 3
    assert found.of(("u",)) is None
    assert Lines().of(()) is None


def test_what_stands_twice_is_told_with_both_lines() -> None:
    found = lines("a = 1\nb = 2\na = 3\n[t]\n[u]\n[t]\n[[u]]\n")

    assert [(written(one.place), one.first, one.line, one.kinds) for one in found.twice] == [
        ("a", 1, 3, ("=", "=")),
        ("t", 4, 6, ("[]", "[]")),
        ("u", 5, 7, ("[]", "[[]]")),
    ]


@pytest.mark.parametrize(
    "name", sorted(path.name for path in (bundle.ROOT / "banner/catalogue").glob("*.toml"))
)
def test_all_of_the_catalogue_is_found(name: str) -> None:
    text = (bundle.ROOT / "banner/catalogue" / name).read_text(encoding="utf-8")

    assert set(every(tomllib.loads(text))) <= set(lines(text).found)
