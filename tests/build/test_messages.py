"""Messages name file, line, key, value, service and remedy; one cause gives one of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from banner import config
from banner.config import catalogue, formats
from tests.build.conftest import GOOD, changed

Errors = Callable[[str], list[str]]


def whole(folder: Path, content: bytes | str) -> list[str]:
    """What is told of a declaration, a line each, less the folder."""
    file = folder / "consent.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(config.ConfigError) as caught:
        config.read(file)
    return str(caught.value).replace(f"{folder}/", "").split("\n")


def line_of(text: str, part: str) -> int:
    """The line of the first *part* in *text*."""
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "at", "told"),
    [
        ("= 90\n", "= 4000\n", "lifetime_days", "lifetime_days = 4000: write a whole number"),
        (
            '"seen", duration',
            '"s n", duration',
            '"s n"',
            'services[2].cookies[1].name = "s n" (service count): ',
        ),
        (
            'src = "count.js"',
            'src = "data:1"',
            '"data:1"',
            'services[2].scripts[0].src = "data:1" (service count): ',
        ),
        ('ads_id = "AW-1234567"', 'ads_id = "AW"', '"AW"', 'services[1].ads_id = "AW" (service google): '),
        (
            'ads_id = "AW-1234567"',
            "",
            'use = "google"',
            "services[1].analytics_id (service google): is missing",
        ),
        ('id = "count"', 'id = "C"', '"C"', 'services[2].id = "C": write lower-case'),
        ('"banner.title"', '"banner.titel"', '"banner.titel"', 'texts.en."banner.titel" = '),
        ('cookie-policy = "cookies.html"', "", "[links]", "links.cookie-policy: is missing"),
    ],
)
def test_a_message_has_the_line_of_its_key_and_the_service(
    tmp_path: Path, old: str, new: str, at: str, told: str
) -> None:
    text = changed((old, new))
    (line,) = whole(tmp_path, text)
    number = line_of(text, at)
    number -= at == 'use = "google"'  # a table stands where its heading does

    assert line.startswith(f"consent.toml:{number}: {told}")


def test_messages_stand_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = changed(("gates = true", "gats = true"), ("= 90\n", "= 0\n"), ("[links]", "[link]"))
    numbers = [int(line.split(":")[1]) for line in whole(tmp_path, text)]

    assert len(numbers) == 3
    assert numbers == sorted(numbers)


def test_a_message_is_there_in_parts_too(tmp_path: Path) -> None:
    file = tmp_path / "consent.toml"
    file.write_text(changed(('ads_id = "AW-1234567"', 'ads_id = "AW"')), encoding="utf-8")
    with pytest.raises(config.ConfigError) as caught:
        config.read(file)
    (problem,) = caught.value.problems

    assert problem.plain() == {
        "file": str(file),
        "line": line_of(GOOD, 'ads_id = "AW-1234567"'),
        "place": "services[1].ads_id",
        "value": "AW",
        "service": "google",
        "remedy": 'write the conversion id of a Google Ads account, such as "AW-1234567890"',
    }


def test_a_value_that_is_long_is_cut(errors: Errors) -> None:
    (line,) = errors(changed(('text = "Counts."', f'text = "{{{"x" * 5_000_000}"')))

    assert len(line) < 400


LANGUAGES = ('language = "en"', 'langauges = ["it"]')
ITALIAN = (
    '"service.count.name" = "C"\n"service.count.text" = "C"\n"service.seats.name" = "S"\n'
    '"service.seats.text" = "S"\n"service.basket.name" = "B"\n"service.basket.text" = "B"\n'
    '"purpose.tickets.name" = "T"\n"purpose.tickets.text" = "T"\n"purpose.analytics.text" = "A"\n'
)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([LANGUAGES, ("[texts.en]", f"[texts.it]\n{ITALIAN}\n[texts.en]")], "langauges"),
        (
            [('language = "en"', 'languages = ["itt"]'), ("[texts.en]", "[texts.it]\n[texts.en]")],
            "languages[0]",
        ),
        ([('[[vendors]]\nid = "shop"', '[[vendors]]\nid = "Shop"')], "vendors[0].id"),
        ([('[[vendors]]\nid = "shop"', '[[vendors]]\nidd = "shop"')], "vendors[0].idd"),
        ([('id = "tickets"', 'id = "Tickets"')], "purposes[2].id"),
        ([('id = "analytics"', 'idd = "analytics"')], "purposes[1].idd"),
        ([('id = "basket"', 'id = "Basket"')], "services[4].id"),
        ([('use = "google"', 'us = "google"')], "services[1].us"),
        ([('ads_id = "AW-1234567"', 'ad_id = "AW-1234567"')], "services[1].ad_id"),
        ([("cookie-policy", "cookie_policy")], "links.cookie_policy"),
        ([("[links]", "[link]")], "link"),
        ([("scripts = [", "script = [")], "services[2].script"),
        ([('name = "Counter"', 'nam = "Counter"')], "services[2].nam"),
        ([('text = "Counts."', 'Text = "Counts."')], "services[2].Text"),
    ],
)
def test_one_cause_gives_one_message(errors: Errors, changes: list[tuple[str, str]], told: str) -> None:
    (line,) = errors(changed(*changes))

    assert line.startswith(told)


def test_a_key_by_its_former_name_is_told_what_it_is_called_now(errors: Errors) -> None:
    former = [
        ("scripts = [", "tags = ["),
        ('{ code = "count', '{ run = "count'),
        ('{ code = "stop', '{ run = "stop'),
    ]

    told = {line.partition(" = ")[0]: line.rpartition("; ")[2] for line in errors(changed(*former))}

    assert told == {
        "services[2].tags": "did you mean scripts?",
        "services[2].scripts[1].run": "did you mean code?",
        "services[2].withdraw.run": "did you mean code?",
    }


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("[[services]]", "[[service]]", "service"),
        ("[[purposes]]", "[[purpose]]", "purpose"),
        ("[[vendors]]", "[[vendor]]", "vendor"),
        ("[links]", "[link]", "link"),
        ("[texts.en]", "[text.en]", "text"),
    ],
)
def test_what_stands_under_a_misspelt_key_is_read_all_the_same(
    errors: Errors, old: str, new: str, place: str
) -> None:
    lines = errors(changed(("30 days", "30 dys"), ('"cookies.html"', '""')).replace(old, new))

    assert sum(line.startswith(f"{place} = ") for line in lines) == 1
    assert sorted(line.split(" = ")[0] for line in lines if not line.startswith(place + " ")) == [
        "links.cookie-policy",
        "services[2].cookies[0].duration",
    ]


@pytest.mark.parametrize(
    ("use", "proposed"),
    [
        ("google-analytics", "google"),
        ("googleanalytics", "google"),
        ("google-tag-manager", "google"),
        ("Google Services", "google"),
        ("gogle", "google"),
        ("youtube-nocookie", "youtube"),
        ("YouTube", "youtube"),
        ("GoogleMaps", "google-maps"),
        ("soundclod", "soundcloud"),
    ],
)
def test_a_service_is_found_by_the_names_that_owners_know(use: str, proposed: str) -> None:
    known = catalogue.services()

    assert use in known or catalogue.proposed(use, known).startswith(f"did you mean {proposed}")


@pytest.mark.parametrize("use", ["", "com", "nothing-of-the-kind"])
def test_what_is_like_no_service_gets_the_list_of_those_there_are(use: str) -> None:
    assert catalogue.proposed(use, catalogue.services()).startswith(
        "name one that the command services lists"
    )


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a = “x”", 1, "“ is no quotation mark of TOML"),
        ("a = 1\nlanguage = „de“", 2, "„ is no quotation mark of TOML"),
        ("a = ‘x’", 1, "‘ is no quotation mark"),
        ("a = «x»", 1, "« is no quotation mark"),
        ("language = de", 1, 'write a text in quotes: "de"'),
        ("a = True", 1, "write true or false"),
        ("a = yes", 1, "write true or false"),
        ("a = ", 1, "write a value behind the ="),
        ("a = = 1", 1, "write a value behind the ="),
        ("a: 1", 1, "write KEY = VALUE"),
        ("a b = 1", 1, "write KEY = VALUE"),
        ("// note", 1, "write KEY = VALUE"),
        ('a = "C:\\pages"', 1, r"write each \ twice"),
        ('a = "x\nb = 1', 1, "a text ends nowhere"),
        ("a = 'x\nb = 1", 1, "a text ends nowhere"),
        ('a = """x\nb = 1', 2, "a text ends nowhere"),
        ('a = [1,\nb = "x"', 2, "a text in quotes"),
        ("a = [1 2]", 1, "close it with ]"),
        ("a = 1 b = 2", 1, "write one key in each line"),
        ("[a\nb = 1", 1, "close the name of a table"),
        ("[[a]\nb = 1", 1, "close the name of a table"),
        ("a = 1\n<<<<<<< HEAD\n", 2, "two versions of this file were not merged"),
        ("a = 1\n>>>>>>> other\n", 2, "two versions of this file were not merged"),
    ],
)
def test_what_is_no_toml_is_explained(tmp_path: Path, text: str, line: int, told: str) -> None:
    (said,) = whole(tmp_path, text)

    assert said.startswith(f"consent.toml:{line}: this is no TOML: ")
    assert told in said


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (
            'language = "en"\nposition = "top"\nlanguage = "it"',
            3,
            "language: this key stands twice, in line 1",
        ),
        ("[links]\na = 1\n[texts]\n[links]\nb = 1", 4, "links: this table stands twice, in line 1"),
        ("[services]\na = 1\n[[services]]\nb = 1", 3, "services: is a list of tables"),
        (
            "[[services]]\na = 1\nscripts = [{ src = 'a', src = 'b' }]",
            3,
            "services[0].scripts[0].src: this key",
        ),
        ("services = []\n[[services]]\nid = 'a'", 2, "services: is a list of tables"),
    ],
)
def test_what_stands_twice_is_named_with_both_lines(tmp_path: Path, text: str, line: int, told: str) -> None:
    (said,) = whole(tmp_path, text)

    assert said.startswith(f"consent.toml:{line}: {told}")


def test_all_keys_that_stand_twice_are_told_at_once(tmp_path: Path) -> None:
    assert len(whole(tmp_path, "a = 1\nb = 1\na = 2\nb = 2\na = 3")) == 3


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_and_the_line_ends_of_windows_are_fine(
    tmp_path: Path, codec: str, end: str
) -> None:
    file = tmp_path / "consent.toml"
    file.write_bytes(GOOD.replace("Counter", "Zähler").replace("\n", end).encode(codec))

    assert config.read(file).texts["en"]["service.count.name"] == "Zähler"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (GOOD.encode("utf-16"), "this is UTF-16; save the file as UTF-8"),
        (GOOD.encode("utf-32"), "this is UTF-32; save the file as UTF-8"),
        (GOOD.encode("utf-16-le"), "save it as UTF-8"),
        (b"\x89PNG\r\n\0\0", "name a text file"),
        (b"", "this file is empty; run init"),
        (b"\xef\xbb\xbf \r\n\t", "this file is empty; run init"),
        (b"a = " + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_text_in_utf_8_is_told_as_such(tmp_path: Path, content: bytes, told: str) -> None:
    (said,) = whole(tmp_path, content)

    assert said.startswith("consent.toml: ")
    assert told in said


@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_another_encoding_is_told_with_the_line_and_the_letter(tmp_path: Path, codec: str) -> None:
    (said,) = whole(tmp_path, GOOD.replace("Counter", "Zähler").encode(codec))

    number = line_of(GOOD, "Counter")
    assert said.startswith(f"consent.toml:{number}: cannot be read: byte 0xe4, which is ä in Windows-1252, ")
    assert said.endswith("save the file as UTF-8")


def test_what_is_not_there_gets_the_advice_to_run_init(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match=r"there is no such file; run init"):
        config.read(tmp_path / "none.toml")


def test_a_folder_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match=r"this is a folder; name the file in it: .*consent\.toml"):
        config.read(tmp_path)


def test_a_name_that_no_system_takes_is_told(tmp_path: Path) -> None:
    for name in ("a\0b", "a" * 5000):
        with pytest.raises(config.ConfigError, match="cannot be read"):
            config.read(tmp_path / name)


@pytest.mark.parametrize(
    "said", ["13 Monate", "13 month", "2 weeks", "1 days", "0 days", "400 seconds", "long", ""]
)
def test_a_wrong_duration_gets_an_example_that_will_do(errors: Errors, said: str) -> None:
    (line,) = errors(changed(('"count_*", duration = "30 days"', f'"count_*", duration = "{said}"')))
    example = re.findall('"([^"]*)"', line)[-1]

    assert re.fullmatch(formats.DURATION, example), line
    assert {"13 Monate": "13 months", "2 weeks": "14 days", "1 days": "1 day"}.get(said, example) == example


def test_an_id_that_is_taken_is_told_with_the_line_of_the_other(errors: Errors) -> None:
    (line,) = errors(changed(('id = "seats"', 'id = "count"')))

    number = line_of(GOOD, 'id = "count"')
    assert f"this id is taken in line {number}; ids are unique: write another" in line
