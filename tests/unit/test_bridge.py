"""The door between Python and the page: one list, by the same names on both sides."""

from __future__ import annotations

import ast
import re

from banner.toolchain import bundle

LIST = (bundle.ROOT / "banner/client/bridge.js").read_text(encoding="utf-8")
PAGE = ast.parse((bundle.ROOT / "banner/browser/page.py").read_text(encoding="utf-8"))
LISTED = {*re.findall(r"(?m)^    (\w+)[(:,]", LIST), "listen"}


def test_python_uses_all_that_is_on_the_list_and_nothing_else() -> None:
    used = {
        node.attr
        for node in ast.walk(PAGE)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "bridge"
    }

    assert used == LISTED


def test_what_is_on_the_list_has_the_name_that_python_has_for_it() -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    methods = {node.name for node in ast.walk(PAGE) if isinstance(node, functions)}

    # Caches and databases are listed and deleted on the way to what Python calls ``erase``.
    assert LISTED - methods == {"list_storage", "delete_storage", "spare", "claim"}


def test_no_one_else_in_python_has_the_bridge_or_the_page() -> None:
    others = (bundle.ROOT / "banner").rglob("*.py")
    texts = {file.name: file.read_text(encoding="utf-8") for file in others}
    imports = re.compile(r"(?m)^(?:import|from) (?:consent_bridge|pyscript|js|pyodide)\b")

    assert [name for name, text in texts.items() if imports.search(text)] == ["page.py"]


def test_the_types_of_the_page_side_take_any_name_for_the_window_alone() -> None:
    # What vendors are called by there is theirs; elsewhere a name that nobody has declared is a mistake.
    types = "".join(
        file.read_text(encoding="utf-8") for file in (bundle.ROOT / "banner/client").rglob("*.d.ts")
    )
    owners = [
        text.rpartition("interface ")[2].split()[0] for text in re.split(r"\[\w+: string\]: any", types)[:-1]
    ]

    assert owners == ["Window"]
