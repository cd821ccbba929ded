"""What a declaration says of the look, and what of it visitors get."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from banner import config, resources
from banner.build import styles
from banner.config import advice, colours, properties, starter, theme
from banner.config.advice import on_colours
from banner.config.problems import ConfigError
from banner.toolchain import bundle

if TYPE_CHECKING:
    from pathlib import Path

DEMO = bundle.ROOT / "site/demo/consent.toml"
SHEETS = ("banner", "preferences", "extras", "theme")
PLAIN = theme.Theme("page", "", {}, {})


def declared(folder: Path, text: str) -> config.SiteConfig:
    """The demo with a theme."""
    return config.read(written(folder, text))


def written(folder: Path, text: str) -> Path:
    """The demo's declaration with *text* at its end."""
    file = folder / "consent.toml"
    demo = DEMO.read_text(encoding="utf-8").replace('pages = "."', "")
    file.write_text(f"{demo}\n{text}", encoding="utf-8")
    return file


def told(folder: Path, text: str) -> list[str]:
    """The advice on colours, each as its key and its finding."""
    file = written(folder, text)
    found = advice.advice(file, config.read(file), {})
    return [f"{'.'.join(map(str, one.place))}: {one.rule}" for one in found if one.place[:1] == ("theme",)]


def test_a_site_without_a_theme_carries_the_names_of_the_basic_properties_alone() -> None:
    used = {use.name for name in SHEETS for use in styles.uses(styles.sheet(name, None))}

    assert used == set(properties.BASIC)


def test_the_pages_of_a_site_with_a_theme_can_set_every_property() -> None:
    used = {use.name for name in SHEETS for use in styles.uses(styles.sheet(name, PLAIN))}

    assert used == set(properties.EVERY)


def test_an_empty_theme_changes_no_value() -> None:
    scheme = next(use for use in styles.uses(resources.text("banner.css")) if use.name == "scheme")
    assert scheme.usual == "inherit"
    for name in SHEETS:
        uses = styles.uses(resources.text(f"{name}.css"))
        after = styles.uses(styles.sheet(name, PLAIN))
        assert [use[2:] for use in after] == [use[2:] for use in uses]


def test_a_property_has_one_value_of_its_own_in_all_style_sheets() -> None:
    found: dict[str, set[str]] = {}
    for name in SHEETS:
        for use in styles.uses(resources.text(f"{name}.css")):
            found.setdefault(use.name, set()).add(use.usual)

    assert {name: values for name, values in found.items() if len(values) > 1} == {}


def test_what_is_declared_takes_the_place_of_what_is_usual(tmp_path: Path) -> None:
    site = declared(
        tmp_path,
        """[theme]
        scheme = "light"
        surface = "#fed"
        button = "#c00"
        radius = "0px"
        [theme.dark]
        ink = "#fff"
        """,
    )
    css = styles.first_layer(site)

    assert "var(--consent-surface,light-dark(#fed,#1b1d22))" in css
    assert "var(--consent-ink,light-dark(#112,#fff))" in css
    assert "var(--consent-button,light-dark(#c00,var(--ink)))" in css
    assert "border-radius:var(--consent-radius,0px)" in css
    assert "color-scheme:var(--consent-scheme,only light)" in css


def test_a_key_of_the_owner_goes_before_that_of_the_ready_theme(tmp_path: Path) -> None:
    site = declared(tmp_path, '[theme]\nready = "ink"\nradius = "3px"')

    assert site.theme
    assert (site.theme.light["radius"], site.theme.light["surface"]) == ("3px", "#fff")
    assert site.theme.dark == theme.ready()["ink"]["dark"]


def test_the_look_that_a_new_declaration_proposes_can_be_declared(tmp_path: Path) -> None:
    text = starter.starter([starter.Use("google", {"analytics_id": "G-ABC1234567"})], ("en",))
    look = re.compile(r"^# (?=(layout|position|theme) = )", re.MULTILINE)
    file = tmp_path / "consent.toml"
    file.write_text(look.sub("", text), encoding="utf-8")
    site = config.read(file)

    assert (site.layout, site.position) == ("box", "top")
    assert site.theme
    assert site.theme.ready == "ocean"
    assert all(name in text for name in theme.ready())


def test_no_style_sheet_tells_accepting_from_denying() -> None:
    assert [name for name in (*SHEETS, *styles.SHEETS) if "-all" in resources.text(f"{name}.css")] == []
    assert not [name for name in properties.EVERY if "accept" in name or "deny" in name]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('[theme]\nradios = "1em"', "did you mean radius?"),
        ('[theme]\nscheme = "xyz"', "known are auto, dark, light, page"),
        ('[theme]\nready = "oceans"', "did you mean ocean?"),
        ('[theme]\nink = "red; } body { display: none"', "write one value of CSS"),
        ('[theme]\nink = "rgb(0 0 0"', "its brackets in pairs"),
        ('[theme]\nink = " "', "write a value of CSS, or leave the key out"),
        ("[theme]\nradius = 3", "write a text"),
        ('[theme.dark]\nradius = "1em"', "there is no such key"),
        ('[theme.dark]\nsurfaces = "#000"', "did you mean surface?"),
    ],
)
def test_what_no_theme_can_have_is_an_error_with_a_remedy(tmp_path: Path, text: str, error: str) -> None:
    with pytest.raises(ConfigError) as raised:
        declared(tmp_path, text)

    assert error in str(raised.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '[theme]\naccent = "#abc"',
            ["theme.accent: accent before surface has a contrast of 2.0 to 1 in the light"],
        ),
        (
            '[theme.dark]\nsoft = "#555"',
            ["theme.dark.soft: soft before surface has a contrast of 2.3 to 1 in the dark"],
        ),
        (
            '[theme]\nline = "rgb(200, 200, 200)"',
            ["theme.line: line before surface has a contrast of 1.7 to 1"],
        ),
        (
            '[theme]\nbutton = "hsl(60 100% 50%)"',
            ["theme.button: button-ink before button has a contrast of 1.1"],
        ),
        ('[theme]\nink = "#00000080"', ["theme.ink: ink before surface has a contrast of 4.0 to 1"]),
        # Far enough, not used in this scheme, or not computed here.
        ('[theme]\naccent = "#a00"', []),
        ('[theme]\nscheme = "dark"\naccent = "#abc"', []),
        ('[theme]\nscheme = "light"\n[theme.dark]\nsoft = "#555"', []),
        ('[theme]\naccent = "var(--brand)"', []),
        ('[theme]\naccent = "oklch(90% 0.1 200)"', []),
        ('[theme]\naccent = "rgb(var(--brand))"', []),
        ('[theme]\naccent = "rgb(a b c)"', []),
        ('[theme]\nradius = "1px"', []),
    ],
)
def test_colours_that_stand_out_too_little_get_advice(tmp_path: Path, text: str, expected: list[str]) -> None:
    found = told(tmp_path, text)

    assert found[: len(expected)] == [
        next((one for one in found if one.startswith(start)), start) for start in expected
    ]
    assert bool(found) == bool(expected)


@pytest.mark.parametrize(
    ("declaration", "css", "expected"),
    [
        (
            "",
            ":root {\n--consent-radius: 0;\n}",
            [(2, "this does nothing, since the declaration has no [theme]")],
        ),
        ("[theme]", ":root { --consent-radius: 0 }", []),
        ("", ":root { --consent-accent: red; --consent-font : serif }", []),
        ("", "/* --consent-radius: 0;\n */", []),
        ("", "a { border-radius: var(--consent-radius, 0) }", []),
        ("[theme]", "/*\n*/ a { --consent-color: red }", [(2, "the banner has no such property")]),
    ],
)
def test_a_property_that_does_nothing_in_a_style_sheet_gets_advice(
    tmp_path: Path, declaration: str, css: str, expected: list[tuple[int, str]]
) -> None:
    file = written(tmp_path, declaration)
    page = f"<a data-consent-open></a><script src='consent/consent.js'></script><style>{css}</style>"
    sheets = {tmp_path / "a.css": css, tmp_path / "a.html": page}
    found = [one for one in advice.advice(file, config.read(file), sheets) if one.file in sheets]

    assert [(one.line, one.rule) for one in found] == expected * 2


@pytest.mark.parametrize("name", theme.ready())
def test_every_ready_theme_holds_wcag_aa_light_and_dark(tmp_path: Path, name: str) -> None:
    site = declared(tmp_path, f'[theme]\nready = "{name}"')

    assert site.theme
    assert list(on_colours.faint(site.theme)) == []
    for values in (site.theme.light, site.theme.dark):
        set_colours = [value for key, value in values.items() if key in properties.COLOURS]
        assert len(set_colours) >= 5
        assert all(colours.parsed(value) for value in set_colours)
    assert set(site.theme.light) <= {*properties.COLOURS, *properties.MEASURES}
    assert set(site.theme.dark) <= set(properties.COLOURS)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000", "white", 21),
        ("#777", "#fff", 4.48),
        ("#fff", "#ffffff", 1),
        ("hsl(0, 0%, 0%)", "rgb(100% 100% 100%)", 21),
    ],
)
def test_contrast_is_computed_as_wcag_defines_it(one: str, other: str, ratio: float) -> None:
    front, behind = colours.parsed(one), colours.parsed(other)

    assert front
    assert behind
    assert colours.contrast(front, behind) == pytest.approx(ratio, abs=0.005)
