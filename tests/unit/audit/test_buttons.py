"""To accept and to deny are equally easy, by what the browser shows."""

from __future__ import annotations

from typing import Any

import pytest

from banner.audit.buttons import unequal

BUTTON = {
    "color": "rgb(0, 0, 0)",
    "background": "rgb(255, 255, 255) none",
    "border": "1px solid rgb(0, 0, 0)",
    "font": "sans-serif",
    "size": "16px",
    "weight": "600",
    "decoration": "none",
    "opacity": "1",
    "shadow": "none",
    "radius": "4px",
    "width": 120,
    "height": 40,
    "ink": [0, 0, 0, 255],
    "paper": [255, 255, 255, 255],
    "shown": True,
    "enabled": True,
    "tab": 0,
}


def look(**changed: Any) -> dict[str, dict[str, Any] | None]:
    """Return what a browser shows where the button that denies is *changed*."""
    return {"accept-all": dict(BUTTON), "deny-all": {**BUTTON, **changed}}


def test_equal_buttons_are_equal() -> None:
    assert list(unequal(look())) == []
    assert list(unequal(look(width=170, height=41))) == []
    assert list(unequal(None)) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"opacity": "0.4"}, "the opacity of accept-all (1) and of deny-all (0.4) differ"),
        ({"size": "9px"}, "the size of the letters of accept-all (16px) and of deny-all (9px) differ"),
        ({"height": 20}, "accept-all is 40 px high, deny-all 20 px"),
        ({"width": 40}, "accept-all is 120 px wide, deny-all 40 px"),
        ({"width": 0}, "accept-all is 120 px wide, deny-all 0 px"),
        ({"shown": False}, "deny-all cannot be seen without scrolling, or something lies over it"),
        ({"enabled": False}, "deny-all is disabled"),
        ({"tab": -1}, "deny-all cannot be reached with the keyboard"),
        ({"ink": [0, 0, 0, 26]}, "the words of deny-all have a contrast of 1.3 : 1, less than 4.5 : 1"),
    ],
)
def test_what_differs_is_told(changed: dict[str, Any], words: str) -> None:
    assert list(unequal(look(**changed))) == [words]


def test_a_button_that_is_not_there_is_told() -> None:
    assert list(unequal({"accept-all": dict(BUTTON), "deny-all": None})) == [
        "the banner has no button deny-all"
    ]
    assert list(unequal({})) == ["the banner has no button accept-all and no button deny-all"]
