"""What old libraries put into all objects and arrays is no option and no item: Python starts all the same."""

from __future__ import annotations

import json

import pytest

from tests.matrix import examples
from tests.support.strict import reaches, strict_page
from tests.support.visitor import UP, Visitor

pytestmark = pytest.mark.needs("objects that all are changed")

# Names that libraries have used, and names that mean something to a browser, to Emscripten, to the
# interpreters or to PyScript. Not "then": where all objects have that, no browser's own fetch ever ends.
NAMES = """
a each extra extend clone contains map filter forEach inspect toJSON isEmpty merge keys values
entries size has get set type name id url src text html data index key env file path parent node
contents mount mode value writable enumerable configurable method body headers signal integrity
cache credentials redirect referrer bubbles detail once passive capture apply call construct ownKeys
defineProperty deleteProperty getPrototypeOf initial maximum shared element module packages files
fetch plugins debug config interpreter js_modules index_urls packages_cache
experimental_create_proxy instantiateWasm locateFile wasmBinary wasmMemory print printErr arguments
preRun postRun noInitialRun thisProgram onAbort quit stdin stdout stderr stdLibURL indexURL
lockFileURL _ref _loadSnapshot insert_ children first last
""".split()  # noqa: SIM905 - a hundred names are read best as words
VALUES = ["function () {}", "7", '"text"', "{}", "null"]


# Pyodide wraps an object that has the members of many others in a way that it never does elsewhere.
@pytest.mark.full_program
@examples("value", VALUES, run=VALUES[::4])
def test_python_starts_where_all_objects_have_items_of_every_name(visitor: Visitor, value: str) -> None:
    assert len(NAMES) > 100
    polluted = f"for (const name of {json.dumps(NAMES)}) Object.prototype[name] = {value};"
    strict_page(visitor, head=f"<script>{polluted}</script>").press("deny-all")
    reaches(visitor, "denied")

    assert visitor.record() is not None


OLD = {
    "arrays and texts that write themselves": """
      for (const kind of [Array, String, Number, Object]) {
        kind.prototype.toJSON = function () { return "written by a library"; };
      }""",
    "loops over arrays that have more": """
      Array.prototype.remove = function () {}; Array.prototype.last = 1; Array.prototype["-1"] = [];""",
    "functions that have more": "Function.prototype.bindAs = function () {}; Function.prototype.then_ = 1;",
}


@examples("name", OLD, run=[*OLD][:2])
def test_libraries_that_change_how_arrays_texts_and_functions_are_do_no_harm(
    visitor: Visitor, name: str
) -> None:
    page = strict_page(visitor, head=f"<script>{OLD[name]}</script>").page
    page.hover("#consent-banner")
    page.wait_for_function(UP)
    reaches(visitor.press("accept-all"), "granted")

    assert visitor.record() is not None
