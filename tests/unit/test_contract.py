"""The border between Python, page and server: both sides are written by what banner/contract.py says."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
from typing import Any, get_args

import pytest

from banner import contract
from banner.build.runtimes import Runtime
from banner.config import services
from banner.config.known import Embed
from banner.core import own_cookies
from banner.core.events import Decided
from banner.core.log_entry import LogEntry
from banner.core.login import Login
from banner.core.own_cookies import OwnCookies
from banner.core.plan import Ground, replay, undecided
from banner.toolchain import bundle
from banner.toolchain.contract import SOURCE, TARGET, typescript
from tests.unit.shop import DECLARATION, consent

BANNER = bundle.ROOT / "banner"
CLIENT = {
    file.relative_to(BANNER).as_posix(): file.read_text(encoding="utf-8")
    for file in sorted((BANNER / "client").rglob("*"))
    if file.suffix in (".js", ".css")
}
PYTHON = {
    file.relative_to(BANNER).as_posix(): file.read_text(encoding="utf-8")
    for folder in ("browser", "core", "view")
    for file in sorted((BANNER / folder).rglob("*.py"))
}
TEXT = "\n".join([*CLIENT.values(), *PYTHON.values()])
PAGE = ast.parse(PYTHON["browser/page.py"])


def keys(shape: Any) -> set[str]:
    """Return the names in *shape*."""
    return set(shape.__required_keys__ | shape.__optional_keys__)


def fields(shape: Any) -> set[str]:
    """Return the names in the data class *shape*."""
    return {field.name for field in dataclasses.fields(shape)}


def test_the_page_sides_types_are_those_of_the_contract() -> None:
    due = typescript(SOURCE.read_text(encoding="utf-8"))

    assert TARGET.read_text(encoding="utf-8") == due, "run python -m banner.toolchain.contract"


@pytest.mark.parametrize(
    ("python", "javascript"),
    [
        ('Word = Literal["a", "b"]\n"""What."""', '/** What. */\ntype Word = "a" | "b";'),
        (
            'class A(TypedDict):\n    """An a."""\n    b: NotRequired[list[str | None]]\n    """Some."""\n',
            "/** An a. */\ninterface A {\n  /** Some. */\n  b?: (string | null)[];\n}",
        ),
        ("class B(A):\n    c: dict[str, int]\n", "interface B extends A {\n  c: Record<string, number>;\n}"),
        (
            "class C(Protocol):\n    def d(self, e: tuple[str, bool]) -> None: ...\n",
            "interface C {\n  d: (e: [string, boolean]) => void;\n}",
        ),
        (
            "class C(Protocol):\n    async def d(self) -> object: ...\n",
            "interface C {\n  d: () => Promise<unknown>;\n}",
        ),
    ],
)
def test_the_contract_says_in_typescript_what_it_says_in_python(python: str, javascript: str) -> None:
    assert typescript(python).partition("\n\n")[2].strip() == javascript


@pytest.mark.parametrize("kind", ["set[str]", "1 + 1", "lambda: 0"])
def test_what_has_no_like_in_typescript_is_told(kind: str) -> None:
    with pytest.raises(ValueError, match="no like in TypeScript"):
        typescript(f"class A(TypedDict):\n    b: {kind}\n")


def test_each_method_of_the_bridge_is_called_with_what_the_contract_says() -> None:
    methods = {
        node.name: len(node.args.args) - 1
        for node in ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    calls = {
        node.args[0].attr: len(node.args) - 1
        for node in ast.walk(PAGE)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_told", "_awaited")
        and isinstance(node.args[0], ast.Attribute)
    }

    assert calls == methods


def test_a_method_that_takes_its_time_is_waited_for() -> None:
    tree = ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8")))
    slow = {node.name for node in tree if isinstance(node, ast.AsyncFunctionDef)}
    waited = re.findall(r"_awaited\(bridge\.(\w+)", PYTHON["browser/page.py"])

    assert set(waited) == slow


def test_what_storage_has_is_on_the_list_and_the_banners_own() -> None:
    names = get_args(contract.StorageKey)

    assert {f"consent.{name}" for name in names} == set(services.OWN_STORAGE)
    assert [name for name in names if f'"{name}"' not in TEXT and f'"consent.{name}"' not in TEXT] == []


def test_the_attributes_that_elements_are_told_by_are_on_the_list() -> None:
    used = set(re.findall(r"data-consent(?:-[a-z]+)*", TEXT))
    used |= {
        "data-consent" + "".join("-" + word.lower() for word in re.findall("[A-Z][a-z]*", name))
        for name in re.findall(r"dataset\.consent(\w*)", TEXT)
    }

    assert used == set(get_args(contract.Attribute))


def test_the_events_of_the_document_are_on_the_list() -> None:
    told = re.findall(r'announce\("(consent:\w+)"', TEXT)

    assert set(told) == set(get_args(contract.EventName))


def test_how_a_record_begins_is_known_on_both_sides() -> None:
    assert get_args(contract.RecordStart) == (own_cookies.START,)


@pytest.mark.parametrize("secure", [True, False])
@pytest.mark.parametrize("domain", ["", "example.org"])
def test_the_page_side_knows_the_names_of_our_cookies(secure: bool, domain: str) -> None:
    [host], [spare], [pending] = map(
        get_args, (contract.HostPrefix, contract.SpareSuffix, contract.PendingSuffix)
    )
    own = OwnCookies(domain=domain)
    name, other = own.consent_names(secure)

    assert own.prefix() == ("" if domain else host)
    assert name == (own.prefix() if secure else "") + "consent"
    assert other == name + spare
    store = CLIENT["client/storage.js"]
    assert 'const RECORD = (secure ? prefix : "") + consent;' in store
    assert f"const SPARE = `${{RECORD}}{spare}${{SUFFIX}}`;" in store
    assert f"const FALLBACK = `${{RECORD}}{pending}${{SUFFIX}}`;" in store


def test_shapes_have_the_same_names_on_both_sides() -> None:
    plan = json.loads(replay(DECLARATION, consent(), Ground("b"), "r").encode())

    assert set(plan) == keys(contract.Plan)
    known = set(dataclasses.replace(consent(), exempt=("links",)).plain()) | set(undecided(consent()))
    assert known == keys(contract.Consent)
    assert fields(LogEntry) == keys(contract.LogEntry)
    assert fields(Decided) - {"now"} == keys(contract.Decision)
    assert fields(Login) == keys(contract.Login)
    assert fields(Embed) - {"kind", "show"} == keys(contract.Embed)
    assert fields(Runtime) - {"program"} == keys(contract.RuntimeData)


def test_the_server_answers_where_the_contract_says() -> None:
    server = (BANNER / "server/consents.py").read_text(encoding="utf-8")
    routes = set(re.findall(r'Route\("/(\w+)"', server))
    asked = set(re.findall(r'endpointUrl\("(\w+)"\)', CLIENT["client/bridge.js"])) | {"log"}

    assert routes == set(get_args(contract.Endpoint)) == asked
