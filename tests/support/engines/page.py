"""One page over WebDriver, with the part of Playwright's page that the tests use."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import time
from functools import partial
from time import time as now
from typing import TYPE_CHECKING, Any, TypeVar

from PIL import Image
from playwright.sync_api import Error

from tests.support.engines.locator import Locator, by_role, by_selector, by_text
from tests.support.engines.webdriver import WebDriverError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.engines.context import Context, Matcher
    from tests.support.engines.requests import Requests, Response

T = TypeVar("T")
# What passes by itself while a page is loading or moving.
_PASSING = {
    "element click intercepted",
    "element not interactable",
    "javascript error",
    "no such element",
    "stale element reference",
}
_EVALUATE = """const [given, text, done] = arguments;
(async () => {
  const value = (%s);
  return typeof value === 'function' ? value(given) : value;
})().then((value) => done({ value: value instanceof Node ? String(value) : value }),
  (error) => done({ error: String(error) }));"""
# For what is no expression; a page with a policy of its own forbids this.
_STATEMENTS = "(0, eval)(text)"
_DISPATCH = """(node, [kind, given]) => {
  const Kind = kind.startsWith('pointer') ? PointerEvent : Event;
  node.dispatchEvent(new Kind(kind, { bubbles: true, cancelable: true, composed: true, ...given }));
}"""
_STYLE = """(text) => {
  document.head.append(Object.assign(document.createElement('style'), { textContent: text }));
}"""
_SCRIPT = """(src) => new Promise((onload, onerror) => {
  document.head.append(Object.assign(document.createElement('script'), { src, onload, onerror }));
}).then(() => undefined)"""
# Time that a test can set and let pass; what waits for it runs in its order.
_CLOCK = """{
  const Own = Date, start = setTimeout.bind(window), stop = clearTimeout.bind(window), waiting = new Map();
  let ahead = %.0f;
  window.Date = class extends Own {
    constructor(...given) { given.length ? super(...given) : super(Own.now() + ahead); }
    static now() { return Own.now() + ahead; }
  };
  window.setTimeout = (run, after = 0, ...given) => {
    const id = start(() => { waiting.delete(id); run(...given); }, after);
    waiting.set(id, { at: Date.now() + after, run: () => run(...given) });
    return id;
  };
  window.clearTimeout = (id) => { waiting.delete(id); stop(id); };
  window.putAhead = (time) => { ahead = time; };
  // Once the driver's own command has ended, which has a timer in the page that must not run.
  window.letPass = (time) => start(() => {
    ahead += time;
    for (const [id, { at, run }] of [...waiting].sort(([, a], [, b]) => a.at - b.at)) {
      if (at <= Date.now()) { clearTimeout(id); run(); }
    }
    window.passed = true;
  }, 0);
}"""
# Time that stands still.
_FIXED = """{
  const Own = Date, at = Own.parse(%s);
  window.Date = class extends Own {
    constructor(...given) { given.length ? super(...given) : super(at); }
    static now() { return at; }
  };
}"""
_KEYS = {
    "Backspace": "\ue003",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Alt": "\ue00a",
    "Escape": "\ue00c",
    "Space": " ",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}


class Page:
    """A window of a profile."""

    def __init__(self, context: Context, window: str) -> None:
        self.context = context
        self._window = window
        self.keyboard = Keyboard(self)
        self.mouse = Mouse(self)
        self.clock = Clock(self)
        self.on = context.on
        self.route = context.route
        self.unroute = context.unroute
        self.unroute_all = context.unroute_all
        self.add_init_script = context.add_init_script
        # The top one alone: WebDriver has to enter every other.
        self.parent_frame = None
        self.frames = [self]

    @property
    def request(self) -> Requests:
        """Requests with the cookies of this profile."""
        return self.context.request

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """One command of WebDriver in this window."""
        return self.context.call(self._window, method, path, body)

    def run(self, function: str, *given: Any) -> Any:
        """What *function* makes of what is *given*, which can be elements."""
        script = f"return ({function}).apply(null, arguments)"
        return self.call("POST", "/execute/sync", {"script": script, "args": list(given)})

    def until(self, question: Callable[[], T], what: str) -> T:
        """Ask until the answer is a good one.

        Raises :class:`TimeoutError` with *what* was waited for.
        """
        end = time.monotonic() + self.context.patience
        while True:
            try:
                answer = question()
                if answer:
                    return answer
            except WebDriverError as error:
                if error.kind not in _PASSING or time.monotonic() > end:
                    raise
            if time.monotonic() > end:
                raise TimeoutError(f"waited {self.context.patience:.0f} s for {what}")
            self.context.listen(0.02)

    # Where it is.

    @property
    def url(self) -> str:
        """The address of the page."""
        return str(self.call("GET", "/url"))

    def title(self) -> str:
        """The title of the page."""
        return str(self.call("GET", "/title"))

    def goto(self, address: str, *, wait_until: str = "load", timeout: float = 0) -> Response | None:  # noqa: ARG002
        """Open *address*, and wait until it is loaded: the driver knows no other end and no other time."""
        self.call("POST", "/url", {"url": address})
        return self.context.answer(self.url)

    def reload(self, *, wait_until: str = "load") -> None:  # noqa: ARG002
        """Load the page again, and wait until it is loaded: the driver knows no other end."""
        self.call("POST", "/refresh")

    def go_back(self) -> None:
        """Back to the page before."""
        self.call("POST", "/back")

    def bring_to_front(self) -> None:
        """Look at this window: each stands by itself, and none is hidden by another."""
        self.title()

    def close(self) -> None:
        """Close the window at once."""
        self.call("DELETE", "/window")
        self.context.left()

    def wait_for_timeout(self, milliseconds: float) -> None:
        """Let so much time pass, and hear what happens meanwhile."""
        end = time.monotonic() + milliseconds / 1000
        while (left := end - time.monotonic()) > 0:
            self.context.listen(left)

    def screenshot(self, *, type: str = "png", quality: int = 75) -> bytes:
        """Take a picture of what is to be seen."""
        taken = base64.b64decode(self.call("GET", "/screenshot"))
        if type == "png":
            return taken
        drawn = io.BytesIO()
        Image.open(io.BytesIO(taken)).convert("RGB").save(drawn, type, quality=quality)
        return drawn.getvalue()

    def set_viewport_size(self, size: dict[str, int]) -> None:
        """Give the page *size*, in CSS pixels; around it the window has a bar of its own."""
        wanted = [size["width"], size["height"]]

        def fits() -> bool:
            inner = self.run("() => [innerWidth, innerHeight]")
            if inner != wanted:
                outer = self.call("GET", "/window/rect")
                width = outer["width"] + wanted[0] - inner[0]
                self.call(
                    "POST", "/window/rect", {"width": width, "height": outer["height"] + wanted[1] - inner[1]}
                )
            return bool(inner == wanted)

        self.until(fits, f"a window of {wanted}")

    # What is in it.

    def locator(self, selector: str, *, has_text: str = "") -> Locator:
        """What *selector* means, or those of it with a text."""
        first, *others = selector.split(" >> ")
        found = Locator(self, (partial(by_selector, first),))
        for one in others:
            found = found.locator(one)
        return found.filter(has_text=has_text) if has_text else found

    def frame_locator(self, selector: str) -> Frame:
        """What is in a frame."""
        return Frame(self, selector)

    def get_by_text(self, text: str, *, exact: bool = False) -> Locator:
        """The innermost elements with *text*."""
        return Locator(self, (partial(by_text, text, exact),))

    def get_by_role(self, role: str, *, name: str = "", level: int = 0) -> Locator:
        """What has *role*."""
        return Locator(self, (partial(by_role, role, name, level),))

    def evaluate(self, text: str, given: Any = None) -> Any:
        """The value of an expression, or what a function makes of what is *given*."""
        try:
            answer = self._evaluate(text.rstrip(";"), text, given)
        except WebDriverError as error:
            if error.kind != "javascript error" or "unload" in str(error):
                raise
            answer = self._evaluate(_STATEMENTS, text, given)
        if "error" in answer:
            raise Error(answer["error"])
        return answer.get("value")

    def _evaluate(self, expression: str, text: str, given: Any) -> dict[str, Any]:
        script = _EVALUATE % expression
        answer: dict[str, Any] = self.call(
            "POST", "/execute/async", {"script": script, "args": [given, text]}
        )
        return answer

    def eval_on_selector(self, selector: str, function: str, argument: Any = None) -> Any:
        """What *function* makes of an element."""
        return self.locator(selector).evaluate(function, argument)

    def input_value(self, selector: str) -> str:
        """What stands in a field."""
        return str(self.locator(selector).evaluate("(node) => node.value"))

    def get_attribute(self, selector: str, name: str) -> str | None:
        """An attribute of an element."""
        return self.locator(selector).get_attribute(name)

    def eval_on_selector_all(self, selector: str, function: str) -> Any:
        """What *function* makes of the list of elements."""
        return self.locator(selector).evaluate_all(function)

    def text_content(self, selector: str) -> str:
        """The text of an element, as it is written."""
        return self.locator(selector).text_content()

    def inner_html(self, selector: str) -> str:
        """What is in an element, in HTML."""
        return str(self.locator(selector).evaluate("(node) => node.innerHTML"))

    def inner_text(self, selector: str) -> str:
        """The text of an element, as it is shown."""
        return self.locator(selector).inner_text()

    def click(self, selector: str, *, force: bool = False, timeout: float | None = None) -> None:
        """Click an element."""
        with self._patient(timeout):
            self.locator(selector).click(force=force)

    def press(self, selector: str, keys: str) -> None:
        """Press *keys* in an element."""
        self.locator(selector).press(keys)

    def check(self, selector: str) -> None:
        """Switch an element on."""
        self.locator(selector).check()

    def hover(self, selector: str) -> None:
        """Move the pointer to an element."""
        self.locator(selector).hover()

    def focus(self, selector: str) -> None:
        """Give an element the focus."""
        self.locator(selector).focus()

    def dispatch_event(self, selector: str, kind: str, given: dict[str, Any]) -> None:
        """Tell an element of an event that no hand has made."""
        self.locator(selector).evaluate(_DISPATCH, [kind, given])

    def add_style_tag(self, *, content: str) -> None:
        """Put a style sheet into the page."""
        self.run(_STYLE, content)

    def add_script_tag(self, *, url: str) -> None:
        """Put the script at *url* into the page, and wait until it has run."""
        self.evaluate(_SCRIPT, url)

    def is_checked(self, selector: str) -> bool:
        """Whether a switch is on."""
        return self.locator(selector).is_checked()

    def uncheck(self, selector: str) -> None:
        """Switch one off."""
        self.locator(selector).uncheck()

    def fill(self, selector: str, text: str) -> None:
        """Replace the text of a field."""
        self.locator(selector).fill(text)

    def select_option(self, selector: str, value: str) -> None:
        """Choose in a list."""
        self.locator(selector).select_option(value)

    # What comes of it.

    def wait_for_selector(
        self, selector: str, *, state: str = "visible", timeout: float | None = None
    ) -> Locator:
        """Wait until an element is as *state* says."""
        found = self.locator(selector)
        with self._patient(timeout):
            found.wait_for(state)
        return found

    @contextlib.contextmanager
    def _patient(self, milliseconds: float | None) -> Iterator[None]:
        """Wait so long, if it is told, and no longer for what is done within."""
        usual = self.context.patience
        if milliseconds is not None:
            self.context.patience = milliseconds / 1000
        try:
            yield
        finally:
            self.context.patience = usual

    def wait_for_function(self, text: str, *, arg: Any = None) -> None:
        """Wait until an expression, or a function of *arg*, is true."""
        self.until(lambda: self.evaluate(text, arg), text)

    def wait_for_url(self, glob: str) -> None:
        """Wait until the page is at such an address."""
        self.until(lambda: self.context.means(glob, self.url), glob)

    def wait_for_event(self, event: str, predicate: Callable[[Any], bool] = bool) -> Any:
        """Wait for the next event that is meant."""
        return self.context.wait_for_event(event, predicate)

    def wait_for_load_state(self, state: str = "load") -> None:
        """Wait until the page is loaded, or (``"networkidle"``) asks for nothing for half a second."""
        self.until(lambda: self.run("() => document.readyState") == "complete", "the page to be loaded")
        while state == "networkidle" and self.context.listen(0.5):
            pass

    @contextlib.contextmanager
    def expect_navigation(self) -> Iterator[None]:
        """What is done within leads to another document."""
        before = self.run("() => performance.timeOrigin")
        yield
        after = "(before) => performance.timeOrigin !== before && document.readyState === 'complete'"
        self.until(lambda: self.run(after, before), "another document")

    @contextlib.contextmanager
    def expect_event(self, event: str, predicate: Callable[[Any], bool] = bool) -> Iterator[Awaited]:
        """What is done within brings such an *event*, whose value is known then."""
        awaited = Awaited(predicate)
        self.on(event, awaited.hear)
        yield awaited
        self.until(lambda: awaited.heard, f"such a {event}")

    def expect_console_message(
        self, predicate: Callable[[Any], bool]
    ) -> contextlib.AbstractContextManager[Awaited]:
        """What is done within is told in the console."""
        return self.expect_event("console", predicate)

    def expect_request(self, matcher: Matcher) -> contextlib.AbstractContextManager[Awaited]:
        """What is done within asks for such an address."""
        return self.expect_event("request", lambda request: self.context.means(matcher, request.url))


class Frame(Page):
    """What is in the first frame that *selector* means; each command enters it and leaves it again."""

    def __init__(self, outer: Page, selector: str) -> None:
        super().__init__(outer.context, outer._window)
        self._outer = outer
        self._frame = outer.locator(selector)

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """One command of WebDriver in this frame."""
        self._outer.call("POST", "/frame", {"id": self._frame.element()})
        try:
            return self._outer.call(method, path, body)
        finally:
            self._outer.call("POST", "/frame", {"id": None})


class Awaited:
    """The events that are meant, of those that have come by now."""

    def __init__(self, predicate: Callable[[Any], bool]) -> None:
        self._predicate = predicate
        self.heard: list[Any] = []

    def hear(self, value: Any) -> None:
        """Keep it where it is meant."""
        if self._predicate(value):
            self.heard.append(value)

    @property
    def value(self) -> Any:
        """The first."""
        return self.heard[0]


class Keyboard:
    """The keys, pressed as a hand would."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, keys: str) -> None:
        """Press one key, or several that ``+`` joins, by their names on the web."""
        held = [_KEYS.get(key, key) for key in keys.split("+")]
        down = [{"type": "keyDown", "value": key} for key in held]
        up = [{"type": "keyUp", "value": key} for key in reversed(held)]
        self._act(down + up)

    def type(self, text: str) -> None:
        """Press the key of each letter, one after the other."""
        self._act([{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")])

    def _act(self, parts: list[dict[str, Any]]) -> None:
        actions = [{"type": "key", "id": "keys", "actions": parts}]
        self._page.call("POST", "/actions", {"actions": actions})


class Mouse:
    """The pointer, moved as a hand would."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._at = (0.0, 0.0)
        self._wheels = 0

    def move(self, x: float, y: float, *, steps: int = 1) -> None:
        """Move to this place in the window, in so many *steps*."""
        from_x, from_y = self._at
        self._at = (x, y)
        parts = [one / steps for one in range(1, steps + 1)]
        places = [(from_x + (x - from_x) * part, from_y + (y - from_y) * part) for part in parts]
        self._act(*({"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0} for x, y in places))

    def down(self) -> None:
        """Press the first button."""
        self._act({"type": "pointerDown", "button": 0})

    def up(self) -> None:
        """Let it go."""
        self._act({"type": "pointerUp", "button": 0})

    def click(self, x: float, y: float) -> None:
        """Click at this place in the window."""
        self.move(x, y)
        self.down()
        self.up()

    def dblclick(self, x: float, y: float) -> None:
        """Click twice at this place in the window, so fast that it is one deed."""
        self.move(x, y)
        self._act(*[{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")] * 2)

    def wheel(self, x: float, y: float) -> None:
        """Turn the wheel where the pointer is."""
        at_x, at_y = map(round, self._at)
        turn = {"type": "scroll", "x": at_x, "y": at_y, "deltaX": round(x), "deltaY": round(y), "duration": 0}
        # WebKit's driver turns one and the same wheel only so far as it has not been turned before.
        self._wheels += 1
        actions = [{"type": "wheel", "id": f"wheel {self._wheels}", "actions": [turn]}]
        self._page.call("POST", "/actions", {"actions": actions})

    def _act(self, *parts: dict[str, Any]) -> None:
        actions = [{"type": "pointer", "id": "mouse", "actions": list(parts)}]
        self._page.call("POST", "/actions", {"actions": actions})


class Clock:
    """The time that the page sees."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def install(self, *, time: float | None = None) -> None:
        """It is *time*, in seconds since 1970, here and in the next documents, and goes on from there."""
        clock = _CLOCK % (0 if time is None else (time - now()) * 1000)
        self._page.add_init_script(clock)
        self._page.run(f"() => {clock}")

    def set_fixed_time(self, time: str) -> None:
        """From the next document on it is *time*, and stays so."""
        self._page.add_init_script(_FIXED % json.dumps(time))

    def set_system_time(self, time: float) -> None:
        """It is *time* here and in the next documents, and goes on from there."""
        put = f"window.putAhead?.({(time - now()) * 1000:.0f})"
        self._page.add_init_script(put)
        self._page.run(f"() => {put}")

    def run_for(self, duration: int | str) -> None:
        """Let *duration* pass, in milliseconds or as hours, minutes and seconds."""
        if isinstance(duration, str):
            hours, minutes, seconds = map(int, duration.split(":"))
            duration = ((hours * 60 + minutes) * 60 + seconds) * 1000
        self._page.run("(time) => { window.passed = false; letPass(time); }", duration)
        self._page.until(lambda: self._page.run("() => window.passed"), "the time to pass")

    fast_forward = run_for
