"""The reference of readers names what there is for servers, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from banner.server.request_consent import RequestConsent
from banner.server.wsgi import KEY
from tests.conformance.written import ASKED
from tests.unit.docs.markdown import REFERENCE, ROOT, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = "readers.md"
SERVER = ROOT / "banner/server"


def named(heading: str) -> set[str]:
    """Return what the tables below *heading* name."""
    return {cell for above, cell in rows(PAGE) if above == heading}


def source(*patterns: str) -> str:
    """Return the text of the modules of the server that match *patterns*."""
    files = [file for pattern in patterns for file in sorted(SERVER.glob(pattern))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_all_that_a_view_can_ask_is_documented_and_nothing_else() -> None:
    members = {name for name in vars(RequestConsent) if not name.startswith("_")}

    assert {cell.partition("(")[0] for cell in named("The consent of a request")} == members


def test_where_wsgi_has_the_consent_is_documented() -> None:
    assert f'environ["{KEY}"]' in (REFERENCE / PAGE).read_text(encoding="utf-8")


def test_every_key_of_what_is_asked_is_documented_and_no_other() -> None:
    assert named("What is asked") == set(ASKED["shop"])


def test_every_setting_of_django_is_documented_and_no_other() -> None:
    keys = set(re.findall(r'value\.get\("([A-Z]+)"', source("django/options.py")))

    found = {cell for cell in named("Django") if cell.startswith("CONSENT_BANNER")}
    assert found == {f'CONSENT_BANNER["{key}"]' for key in keys}


def test_every_check_of_django_is_documented_and_no_other() -> None:
    checks = set(re.findall(r'id="(consent_banner\.\w+)"', source("django/checks.py")))

    assert {cell for cell in named("Django") if cell.startswith("consent_banner.")} == checks


def test_every_tag_and_filter_of_django_is_documented_and_no_other() -> None:
    code = source("django/templatetags/*.py")
    tags = set(re.findall(r"@register\.simple_tag.*\n(?:@.*\n)*def (\w+)", code))
    filters = set(re.findall(r"@register\.filter.*\n(?:@.*\n)*def (\w+)", code))

    assert {cell for cell in named("Django") if cell.startswith("{%")} == {f"{{% {tag} %}}" for tag in tags}
    assert {cell for cell in named("Django") if "|" in cell} == {f'consent\\|{one}:"ID"' for one in filters}


def test_every_setting_of_flask_is_documented_and_no_other() -> None:
    keys = set(re.findall(r'"(CONSENT_BANNER_[A-Z]+)"', source("flask.py")))

    assert {cell for cell in named("Flask") if cell.isupper()} == keys


def test_every_name_to_import_is_one_that_there_is() -> None:
    missing = [name for name in _modules() if not _is_there(name)]

    assert missing == []


def _modules() -> Iterator[str]:
    for heading in ("Django", "Flask", "ASGI and WSGI"):
        yield from (cell for cell in named(heading) if cell.startswith("banner."))


def _is_there(name: str) -> bool:
    """Return whether *name* is a package, or a class or a function of a module; none is imported."""
    folder, _, last = name.rpartition(".")
    file = ROOT / (folder.replace(".", "/") + ".py")
    package = ROOT / name.replace(".", "/") / "__init__.py"
    return package.exists() or bool(
        re.search(rf"^(class|def) {last}\b", file.read_text("utf-8"), re.MULTILINE)
    )
