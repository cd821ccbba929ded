"""Elements of a page, found anew each time that something is done with them, with the names of Playwright."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.support.engines.webdriver import ELEMENT, WebDriverError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.engines.page import Page

    Element = dict[str, str]
    Step = Callable[[Page, list[Element]], list[Element]]

_FIND = """(selector, how, text, ...roots) => {
  const holds = { 'has-text': (words) => words.includes(text), 'text-is': (words) => words.trim() === text };
  const inside = (root) => [...root?.querySelectorAll(selector) ?? []];
  const below = (root) => selector === 'xpath=..'
    ? [root.parentElement] : [root, root.shadowRoot].flatMap(inside);
  const found = (roots.length ? roots : [document]).flatMap(below);
  return [...new Set(found)].filter((one) => holds[how](one.textContent));
}"""
# The innermost elements with a text, its spaces told apart by none.
_FIND_TEXT = """(text, exact, ...roots) => {
  const plain = (words) => words.replace(/\\s+/g, ' ').trim();
  const meant = (one) => exact ? plain(one.textContent) === plain(text)
    : plain(one.textContent).toLowerCase().includes(plain(text).toLowerCase());
  return (roots.length ? roots : [document.body])
    .flatMap((root) => [root, ...root.querySelectorAll('*')])
    .filter((one) => !one.matches('script, style, noscript, template'))
    .filter((one) => meant(one) && ![...one.children].some(meant));
}"""
_HIT = """(node) => {
  const { x, y, width, height } = node.getBoundingClientRect();
  return node.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""
_VISIBLE = """(node) => {
  const { width, height } = node.getBoundingClientRect();
  // What is folded away in a <details> has a size, and is not rendered.
  return width > 0 && height > 0 && node.checkVisibility({ visibilityProperty: true });
}"""
_BOX = """(node) => {
  const { x, y, width, height } = node.getBoundingClientRect();
  return { x, y, width, height };
}"""
_CHOOSE = """(node, value) => {
  node.focus();
  node.value = value;
  for (const name of ['input', 'change']) node.dispatchEvent(new Event(name, { bubbles: true }));
}"""
_HAS_TEXT = re.compile(r":(has-text|text-is)\(['\"](.*)['\"]\)$")
# Where elements of a role can be; whether they have it is asked of the engine.
_ROLES = {
    "button": "button, [role=button], input[type=submit]",
    "checkbox": "input[type=checkbox], [role=checkbox]",
    "dialog": "dialog, [role=dialog]",
    "heading": "h1, h2, h3, h4, h5, h6, [role=heading]",
    "link": "a[href], [role=link]",
    "region": "section, [role=region]",
    "status": "output, [role=status]",
    "switch": "input[type=checkbox], [role=switch]",
}


def by_css(selector: str, page: Page, roots: list[Element]) -> list[Element]:
    """The elements below *roots*, or in the whole page, that *selector* means."""
    text = _HAS_TEXT.search(selector)
    how, words = text.groups() if text else ("has-text", "")
    found: list[Element] = page.run(_FIND, _HAS_TEXT.sub("", selector), how, words, *roots)
    return found


def by_selector(selector: str, page: Page, roots: list[Element]) -> list[Element]:
    """What one of Playwright's selectors means: a text, or CSS."""
    kind, _, text = selector.partition("=")
    if kind == "text":
        return by_text(text, exact=False, page=page, roots=roots)
    return by_css(selector, page, roots)


def by_role(role: str, name: str, level: int, page: Page, roots: list[Element]) -> list[Element]:
    """Those that the engine's own tree of accessibility gives *role*, and *name* if there is one."""

    def told(element: Element, what: str) -> str:
        return str(page.call("GET", f"/element/{element[ELEMENT]}/{what}"))

    where = f"h{level}" if level else _ROLES[role]
    found = [one for one in by_css(where, page, roots) if page.run(_VISIBLE, one)]
    found = [one for one in found if told(one, "computedrole") == role]
    return [one for one in found if name in told(one, "computedlabel")]


def by_text(text: str, exact: bool, page: Page, roots: list[Element]) -> list[Element]:
    """The innermost elements that have *text* in them, or (*exact*) no other."""
    found: list[Element] = page.run(_FIND_TEXT, text, exact, *roots)
    return found


def by_content(text: str, page: Page, found: list[Element]) -> list[Element]:
    """Those with *text* anywhere in them."""
    return [one for one in found if page.run("(node, text) => node.textContent.includes(text)", one, text)]


def by_number(number: int, _: Page, found: list[Element]) -> list[Element]:
    """The one with *number*, where there are so many."""
    return found[number:][:1]


class Locator:
    """Says where to look; the first that is found is meant."""

    def __init__(self, page: Page, steps: tuple[Step, ...]) -> None:
        self._page = page
        self._steps = steps

    def locator(self, selector: str) -> Locator:
        """What *selector* means below this."""
        return Locator(self._page, (*self._steps, partial(by_selector, selector)))

    def get_by_role(self, role: str, *, name: str = "", level: int = 0) -> Locator:
        """What has *role* below this."""
        return Locator(self._page, (*self._steps, partial(by_role, role, name, level)))

    def get_by_text(self, text: str, *, exact: bool = False) -> Locator:
        """The innermost elements with *text* below this."""
        return Locator(self._page, (*self._steps, partial(by_text, text, exact)))

    def filter(self, *, has_text: str) -> Locator:
        """Those of them with a text."""
        return Locator(self._page, (*self._steps, partial(by_content, has_text)))

    def nth(self, number: int) -> Locator:
        """The one with this number, from 0."""
        return Locator(self._page, (*self._steps, partial(by_number, number)))

    @property
    def first(self) -> Locator:
        """The first."""
        return self.nth(0)

    @property
    def last(self) -> Locator:
        """The last."""
        return self.nth(-1)

    def all(self) -> list[Locator]:
        """Each of them, as many as there are now."""
        return [self.nth(number) for number in range(self.count())]

    def count(self) -> int:
        """How many there are now."""
        return len(self._found())

    def _found(self) -> list[Element]:
        first, *others = self._steps
        found = first(self._page, [])  # in the whole page
        for step in others:
            found = step(self._page, found) if found else []
        return found

    def element(self) -> Element:
        """The first of them, waited for."""
        return self._page.until(self._found, f"an element for {self._steps}")[0]

    def evaluate(self, function: str, argument: Any = None) -> Any:
        """What *function* makes of it."""
        return self._page.run(function, self.element(), argument)

    def evaluate_all(self, function: str) -> Any:
        """What *function* makes of the list of them."""
        return self._page.run(f"(...all) => ({function})(all)", *self._found())

    # What it is.

    def role_and_name(self) -> tuple[str, str]:
        """What a reader of the screen hears, by the engine's own tree of accessibility."""
        path = f"/element/{self.element()[ELEMENT]}"
        role, name = (str(self._page.call("GET", f"{path}/computed{one}")) for one in ("role", "label"))
        return role, name

    def is_visible(self) -> bool:
        """Whether it is there to be seen now."""
        try:
            return any(self._page.run(_VISIBLE, one) for one in self._found()[:1])
        except WebDriverError as error:
            if error.kind != "stale element reference":
                raise
            return False  # it went with its page between the two

    def is_hidden(self) -> bool:
        """Whether it is not there to be seen now."""
        return not self.is_visible()

    def is_enabled(self) -> bool:
        """Whether it can be used."""
        return not self.is_disabled()

    def is_disabled(self) -> bool:
        """Whether it cannot be used."""
        return bool(self.evaluate("(node) => node.matches(':disabled')"))

    def is_checked(self) -> bool:
        """Whether its switch is on."""
        return bool(self.evaluate("(node) => node.checked"))

    def get_attribute(self, name: str) -> str | None:
        """The attribute as it is written."""
        value: str | None = self.evaluate("(node, name) => node.getAttribute(name)", name)
        return value

    def text_content(self) -> str:
        """Its text as it is written."""
        return str(self.evaluate("(node) => node.textContent"))

    def inner_text(self) -> str:
        """Its text as it is shown."""
        return str(self.evaluate("(node) => node.innerText"))

    def all_inner_texts(self) -> list[str]:
        """The text of each, as it is shown."""
        return [str(self._page.run("(node) => node.innerText", one)) for one in self._found()]

    def bounding_box(self) -> dict[str, float] | None:
        """Where it is in the window."""
        box: dict[str, float] = self.evaluate(_BOX)
        return box if self.is_visible() else None

    def wait_for(self, state: str = "visible") -> None:
        """Wait until it is visible, attached, hidden or detached."""
        questions: dict[str, Callable[[], bool]] = {
            "visible": self.is_visible,
            "attached": lambda: self.count() > 0,
            "hidden": lambda: not self.is_visible(),
            "detached": lambda: self.count() == 0,
        }
        self._page.until(questions[state], f"{self._steps} to be {state}")

    # What is done with it.

    def click(self, *, force: bool = False, trial: bool = False) -> None:
        """Click in its middle, once it is there, to be seen, and (without *force*) covered by nothing.

        A *trial* waits for just that, and does not click.
        """
        self.wait_for()
        if trial:
            self.scroll_into_view_if_needed()
            self._page.until(lambda: self.evaluate(_HIT), f"{self._steps} to be covered by nothing")
            return
        if force:
            self.hover()
            self._page.mouse.down()
            self._page.mouse.up()
            return

        def click() -> bool:
            self.scroll_into_view_if_needed()
            self._page.call("POST", f"/element/{self.element()[ELEMENT]}/click")
            return True

        self._page.until(click, f"{self._steps} to be clicked")

    def set_checked(self, checked: bool) -> None:
        """Switch it where it is not so yet."""
        if self.is_checked() != checked:
            self.click()

    def check(self) -> None:
        """Switch it on."""
        self.set_checked(checked=True)

    def uncheck(self) -> None:
        """Switch it off."""
        self.set_checked(checked=False)

    def hover(self) -> None:
        """Move the pointer to its middle."""
        self.scroll_into_view_if_needed()
        box = self.evaluate(_BOX)
        self._page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def focus(self) -> None:
        """Give it the focus."""
        self.evaluate("(node) => node.focus()")

    def press(self, keys: str) -> None:
        """Press *keys* in it."""
        self.focus()
        self._page.keyboard.press(keys)

    def fill(self, text: str) -> None:
        """Replace its text."""
        path = f"/element/{self.element()[ELEMENT]}"
        self._page.call("POST", path + "/clear")
        if text:  # the driver takes nothing for a mistake
            self._page.call("POST", path + "/value", {"text": text})

    def select_option(self, value: str) -> None:
        """Choose in a list."""
        self.evaluate(_CHOOSE, value)

    def scroll_into_view_if_needed(self) -> None:
        """Bring it into the window."""
        self.evaluate(
            "(node) => node.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' })"
        )
