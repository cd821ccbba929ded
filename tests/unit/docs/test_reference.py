"""The reference names every key, attribute, event, method, cookie, command and option, and no other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from banner.config import catalogue, properties, schema, services, theme
from banner.core import record
from banner.core.own_cookies import OwnCookies
from tests.unit.docs.commands import commands, options, options_of
from tests.unit.docs.markdown import REFERENCE, ROOT, documented, headings, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT = ROOT / "banner/client"


def sources(*patterns: str) -> str:
    """Return the text of all files below ``banner/`` that match one of *patterns*."""
    files = [file for pattern in patterns for file in sorted((ROOT / "banner").glob(pattern))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def kebab(name: str) -> str:
    """Return the attribute that ``dataset.name`` stands for."""
    return "data-" + re.sub(r"[A-Z]", lambda found: "-" + found[0].lower(), name)


def keys(node: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """Give all keys of a JSON Schema, those of tables behind a point."""
    for one in (node, *node.get("oneOf", ())):
        for key, value in one.get("properties", {}).items():
            yield prefix + key
            if prefix + key != "texts":
                yield from keys({**value, **value.get("items", {})}, f"{prefix}{key}.")


class TestDeclaration:
    """Every TOML key."""

    def test_every_key_of_the_schema_is_documented_and_no_other(self) -> None:
        settings = {f"services.{key}" for one in catalogue.services().values() for key in one.settings}

        # Those of the look have a page of their own.
        settings |= {f"theme.{name}" for name in properties.EVERY if name != properties.SCHEME}
        settings |= {f"theme.dark.{name}" for name in properties.COLOURS}

        assert self.named() == set(keys(schema.schema())) - settings

    def named(self) -> set[str]:
        """Return the keys that the page names: tables by their headings, the others by rows below them."""
        found: set[str] = set()
        prefix = ""
        tables: dict[str, str] = {}
        for heading in headings("declaration.md"):
            if table := re.search(r"`\[+([a-z.]+?)(\.LANGUAGE)?\]+`", heading):
                prefix = table[1]
                found.add(prefix)
            tables[heading] = prefix
        for heading, key in rows("declaration.md"):
            found.add(f"{tables[heading]}.{key}".removeprefix("."))
        return found


class TestPages:
    """What pages and the banner say to each other."""

    def test_every_attribute_is_documented_and_no_other(self) -> None:
        code = sources("client/**/*.js", "client/**/*.css", "view/*.py")
        found = set(re.findall(r"\bdata-[a-z]+(?:-[a-z]+)*", code))
        found |= {name.replace("_", "-") for name in re.findall(r"\b(data_[a-z_]+)=", code)}
        found |= {kebab(name) for name in re.findall(r"\bdataset\??\.(\w+)", code)}
        taken = re.findall(r"\{([^{}]+)\} = \w+\.dataset\b", code) + re.findall(
            r"dataset: \{([^{}]+)\}", code
        )
        found |= {kebab(name) for group in taken for name in re.findall(r"(?:^|,)\s*(\w+)", group)}

        assert documented("attributes.md", "data-") == found

    def test_every_event_is_documented_and_no_other(self) -> None:
        code = sources("client/**/*.js")

        assert documented("events.md") == set(re.findall(r'\bannounce\(\s*"([^"]+)"', code))

    def test_every_method_is_documented_and_no_other(self) -> None:
        (api,) = re.findall(r"^const api = \{\n(.*?)^\};", sources("client/*.js"), re.MULTILINE | re.DOTALL)
        members = set(re.findall(r"^  (\w+)[:,(]", api, re.MULTILINE))

        assert {re.match(r"consent\.(\w+)", cell)[1] for cell in documented("methods.md")} == members  # type: ignore[index]

    def test_every_property_of_the_style_is_documented_and_no_other(self) -> None:
        used = set(re.findall(r"var\(--consent-([a-z-]+),", sources("client/**/*.css")))

        assert documented("look.md", "--consent-") == {f"--consent-{name}" for name in used}
        assert used == set(properties.EVERY)

    def test_every_property_is_told_with_what_the_style_sheets_have_for_it(self) -> None:
        css = " ".join(sources("client/**/*.css").split())
        told = (REFERENCE / "look.md").read_text(encoding="utf-8")
        for name in (*properties.COLOURS, *properties.MEASURES):
            (row,) = re.findall(rf"^\| `--consent-{name}` \|.*\|$", told, re.MULTILINE)
            values = re.findall(r"`([^`]+)`", row)[1:]
            usual = properties.COLOURS.get(name, "")
            if isinstance(usual, tuple):
                light, dark = usual
                assert values[-2:] == [light, dark] or not light
                value = light if light == dark else f"light-dark({light}, {dark})"
            else:
                # That of another; or a list, of which the largest holds.
                value = f"var(--{usual})" if usual else re.sub(r"^max\((.*)\)$", r"\1", values[-1])

            assert f"var(--consent-{name}, {value}" in css

    def test_every_ready_theme_is_documented_and_no_other(self) -> None:
        assert {name.strip('"') for name in documented("look.md", '"')} == set(theme.ready())


class TestStorage:
    """What stays in the visitor's browser."""

    def test_every_cookie_is_documented_and_no_other(self) -> None:
        cookies = {cell for heading, cell in rows("storage.md") if heading == "Cookies"}

        assert cookies == set(services.own_cookies(OwnCookies()))

    def test_every_key_in_storage_is_documented_and_no_other(self) -> None:
        found = {key for file in self.files() for key in self.kept(file)}

        assert documented("storage.md", "consent.") == found
        assert set(services.OWN_STORAGE) == found

    def files(self) -> list[Path]:
        """Return the files that may keep something."""
        return [*CLIENT.rglob("*.js"), *(ROOT / "banner/browser").glob("*.py")]

    def kept(self, file: Path) -> Iterator[str]:
        """Give the keys that *file* reads or writes; names of constants stand for what they are."""
        code = file.read_text(encoding="utf-8")
        constants = dict(
            re.findall(r'^(?:const )?([A-Z_]+)(?:: StorageKey)? = "([a-z]+)"', code, re.MULTILINE)
        )
        calls = "(?:keep|kept|read_storage|write_storage)"
        for text, name in re.findall(rf'\b{calls}\((?:"([a-z]+)"|([A-Z_]+)\b)', code):
            if key := text or constants.get(name):
                yield f"consent.{key}"
        # What all builds on an origin share.
        yield from re.findall(r'localStorage\["(consent\.[a-z]+)"\]', code)

    def test_every_key_of_the_record_is_documented_in_its_order(self) -> None:
        assert tuple(cell for heading, cell in rows("storage.md") if heading == "The record") == record._KEYS


class TestCommands:
    """The command line."""

    def test_every_command_is_documented_and_no_other(self) -> None:
        named = {found[1] for one in headings("commands.md") if (found := re.match(r"`([a-z]+)`", one))}

        assert named == commands()

    def test_the_section_of_a_command_has_its_options_or_says_whose_it_takes(self) -> None:
        page = (REFERENCE / "commands.md").read_text(encoding="utf-8")
        named: dict[str, set[str]] = {}
        for heading, cell in rows("commands.md"):
            named.setdefault(heading.strip("`"), {"--help"}).add(cell.split()[0])
        lacking = {}
        for command, taken in options_of().items():
            section = page.partition(f"\n## `{command}`\n")[2].partition("\n## ")[0]
            whose = [command, *re.findall(r"options of `(\w+)`", section)]
            lacking[command] = taken.difference(*(named[one] for one in whose))

        assert {command: some for command, some in lacking.items() if some} == {}

    def test_every_option_is_documented_and_no_other(self) -> None:
        named = {cell.split()[0] for cell in documented("commands.md", "--")}

        assert named - {"--help"} == options()
