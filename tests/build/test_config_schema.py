"""What editors are told about ``consent.toml``: the same as the build says, as far as a schema can say it."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from banner.config import catalogue
from banner.config.known import Known
from banner.config.places import written
from banner.config.reader import Table
from banner.config.schema import schema
from banner.config.site_config import SiteConfig
from tests.build.conftest import GOOD, changed
from tests.support import catalogue_site

DEMO = Path(__file__).parents[2] / "site/demo/consent.toml"
VALIDATOR = jsonschema.Draft202012Validator(schema())


def faults(text: str) -> list[str]:
    """Where the schema finds fault with a declaration, each place once."""
    return sorted({error.json_path for error in VALIDATOR.iter_errors(tomllib.loads(text))})


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


REGION = '[[regions]]\ncodes = ["US-CA"]\nmode = "opt-out"'
KIND = changed(('language = "en"', 'languages = ["en-GB", "de-AT"]'), ("[texts.en]", "[texts.en-GB]"))


@pytest.mark.parametrize(
    "text",
    [GOOD, DEMO.read_text(encoding="utf-8"), KIND, GOOD + REGION],
    ids=["small", "demo", "kinds", "regions"],
)
def test_a_good_declaration_fits_the_schema(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('language = "en"', 'language = "eng"', "$.language"),
        ('language = "en"', 'language = "en_GB"', "$.language"),
        ('language = "en"', 'languages = ["en-GB", "xx"]', "$.languages[1]"),
        ("lifetime_days = 90", "lifetime_day = 90", "$"),
        ("lifetime_days = 90", "lifetime_days = 401", "$.lifetime_days"),
        ("lifetime_days = 90", "lifetime_days = true", "$.lifetime_days"),
        ('position = "top"', 'position = "left"', "$.position"),
        ('position = "top"', 'pages = " "', "$.pages"),
        ('"cookies.html"', '"javascript:alert(1)"', "$.links['cookie-policy']"),
        ('"cookies.html"', r'"\u0001javascript:alert(1)"', "$.links['cookie-policy']"),
        ('cookie-policy = "cookies.html"', "", "$.links"),
        ('name = "Tickets"', "", "$.purposes[2]"),
        ("required = true", "required = 1", "$.purposes[0].required"),
        ('name = "Nobody"', "", "$.vendors[1]"),
        ('use = "google"', 'use = "gogle"', "$.services[1]"),
        ('ads_id = "AW-1234567"', "", "$.services[1]"),
        ('pixel_id = "1234567890"', 'pixel_id = "x"', "$.services[0]"),
        ('pixel_id = "1234567890"', "", "$.services[0]"),
        ('id = "count"', 'id = "Count"', "$.services[2]"),
        ('id = "count"', 'id = "impact"', "$.services[2]"),
        ('use = "google"', 'use = "google"\nid = "Google"', "$.services[1]"),
        ('text = "Counts."', "", "$.services[2]"),
        ('src = "count.js",', 'src = "count.js", code = "1",', "$.services[2]"),
        ('"count_*"', '"*"', "$.services[2]"),
        ('"_count.push"', '"window.count"', "$.services[2]"),
        ('"30 days"', '"30"', "$.services[2]"),
        ('"banner.title"', '"banner.titel"', "$.texts.en"),
        ("[texts.en]", "[texts.xx]", "$.texts"),
        (REGION, REGION.replace("US-CA", "us"), "$.regions[0].codes[0]"),
        (REGION, REGION.replace("opt-out", "optout"), "$.regions[0].mode"),
        (REGION, REGION.replace("opt-out", "notice"), "$.regions[0]"),
    ],
)
def test_an_editor_marks_a_simple_error_as_the_build_does(
    errors: Callable[[str], list[str]], old: str, new: str, place: str
) -> None:
    text = changed(("[texts.en]", new + "\n[texts.en]")) if old == REGION else changed((old, new))

    assert faults(text) == [place]
    assert errors(text)


def test_every_known_service_can_be_chosen_with_all_of_its_settings() -> None:
    def chosen(known: catalogue.Known) -> str:
        settings = "".join(f'{key} = "{one.example}"\n' for key, one in known.settings.items())
        return f'[[services]]\nuse = "{known.id}"\n{settings}'

    assert faults(GOOD + "".join(map(chosen, catalogue.services().values()))) == []


def test_the_schema_knows_just_the_keys_that_the_build_reads(
    read: Callable[[str], SiteConfig], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, set[str]] = {}
    value_of = Table._value

    def note(table: Table, key: str, kind: type, default: Any) -> Any:
        if not table.errors.file.is_relative_to(catalogue.FOLDER):
            use = (
                f"({table.values.get('use', 'own')})"
                if re.fullmatch(r"services\[\d+\]", written(table.place))
                else ""
            )
            asked.setdefault(re.sub(r"\d+", "", written(table.place)) + use, set()).add(key)
        return value_of(table, key, kind, default)

    monkeypatch.setattr(Table, "_value", note)
    others = [one for one in catalogue.services().values() if f'use = "{one.id}"' not in GOOD]
    content = "".join(f'[[services]]\nuse = "{one.id}"\n{account(one)}' for one in others)
    embed = '[services.embed]\nkind = "map"\npattern = "[a-z]+"\nlink = "a.html"\nframe = "b.html"\n'
    basket = '[[services]]\nid = "basket"'
    region = '[[regions]]\ncodes = ["GB"]\nmode = "notice"\non = ["analytics"]\n'
    rest = ("[texts.en]", f"{content}\n{region}\n[texts.en]")
    read(changed((basket, f"{embed}\n{basket}"), rest))

    assert {place: keys for place, keys in asked.items() if not place.startswith("texts")} == in_schema()


def account(known: Known) -> str:
    """What an owner writes of an account of *known*, under a purpose that the declaration has."""
    settings = {**catalogue_site.settings(known), "purpose": "analytics"}
    return "".join(f'{key} = "{value}"\n' for key, value in settings.items())


def in_schema() -> dict[str, set[str]]:
    """The keys of every table of the schema but the owner's texts, by the place of the table."""
    found: dict[str, set[str]] = {}

    def walk(place: str, table: dict[str, Any]) -> None:
        keys = table["properties"]
        use = keys["use"]["const"] if "use" in keys else "own"
        name = f"{place}({use})" if place == "services[]" else place
        found[name] = set(keys)
        for key, value in keys.items():
            inner = f"{place}.{key}" if place else key
            if value.get("type") == "object" and "properties" in value and inner != "texts":
                walk(inner, value)
            for item in [value["items"]] if "items" in value else []:
                for one in item.get("oneOf", [item]) if "properties" not in item else [item]:
                    if "properties" in one:
                        walk(inner + "[]", one)

    walk("", schema())
    return found
