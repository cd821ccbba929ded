"""Has tests run on an instrumented interpreter, in Node and in Chromium, and gathers what was called."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error

from banner import resources
from banner.build import compression, output

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOTES = Path(__file__).with_name("notes.js")
_NODE = Path(__file__).with_name("node.mjs")


class Profile:
    """Plugin of pytest: *instrumented* runs where a test takes *program*; the *folder* is its own.

    It is that of the runtime called *name*. Of Pyodide, *begun* is one that has started, with all functions
    in Python, and *places* says where in its memory they begin.
    """

    def __init__(
        self,
        name: str,
        program: bytes,
        instrumented: bytes,
        folder: Path,
        begun: bytes = b"",
        places: dict[str, list[int]] | None = None,
    ) -> None:
        self._name = name
        self._begun = begun
        self._places = places or {}
        self._program = program
        self._instrumented = instrumented
        self._folder = folder
        self._called: set[int | str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Have every browser test run on each runtime, with its first input."""
        for item in items:
            item.add_marker("both")

    def called(self) -> set[int]:
        """Return the functions of the program that have been called, by their places."""
        told = [json.loads(file.read_text("utf-8")) for file in self._folder.glob("*.json")]
        return {one for one in self._called.union(*told) if isinstance(one, int)}

    def named(self) -> set[str]:
        """Return the functions in Python that have been called in a page, by their names; ours all stay."""
        return {one for one in self._called if isinstance(one, str) and not one.startswith("banner.")}

    @contextlib.contextmanager
    def in_place(self, patch: pytest.MonkeyPatch) -> Iterator[None]:
        """Have Node and the sites that are built meanwhile take the instrumented program."""
        file = self._folder / "instrumented.wasm"
        file.write_bytes(self._instrumented)
        patch.setenv("INSTRUMENTED", str(file))
        patch.setenv("INSTRUMENTED_LENGTH", str(len(self._program)))
        patch.setenv("CALLED", str(self._folder))
        patch.setenv("NODE_OPTIONS", f"{os.environ.get('NODE_OPTIONS', '')} --import={_NODE.as_uri()}")
        asset, beside, opened = resources.data, output.beside, Browser.new_context

        def data(name: str) -> bytes:
            if name == "pyodide.pruned.wasm" and self._begun:
                return self._begun
            return self._instrumented if self._is_program(name) else asset(name)

        patch.setattr(resources, "data", data)
        # What is compressed beside it is the usual program, and to compress this one is not worth the time.
        patch.setattr(output, "beside", lambda to, name: None if self._is_program(name) else beside(to, name))
        patch.setattr(compression, "COMPRESSED", (*compression.COMPRESSED, ".wasm"))
        patch.setattr(Browser, "new_context", lambda browser, **how: self._noting(opened(browser, **how)))
        yield

    def _noting(self, context: BrowserContext) -> BrowserContext:
        """Have the pages of a *context* tell what they call, at the latest when it is closed."""
        context.expose_binding("tellCalled", lambda _, found: self._called.update(found))
        context.add_init_script(f"globalThis.pythonPlaces = {json.dumps(self._places)};")
        context.add_init_script(path=_NOTES)
        close = context.close

        def tell_and_close(**how: Any) -> None:
            for page in context.pages:
                with contextlib.suppress(Error):  # it has crashed, or is on its way to another page
                    self._called.update(page.evaluate("calledFunctions()"))
            close(**how)

        context.close = tell_and_close  # type: ignore[method-assign]
        return context

    def _is_program(self, name: str) -> bool:
        return name.startswith(f"{self._name}.") and name.endswith(".wasm")
