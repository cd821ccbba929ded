"""What a reader copies from the guide to reading the consent works as it stands there."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from banner.server import clock
from banner.toolchain.environment import ROOT
from tests.conformance.written import NOW, header
from tests.server.frameworks import Ask, Page, ask_wsgi, build

GUIDE = (ROOT / "site/docs/guide/reading-the-consent.md").read_text(encoding="utf-8")
GIVEN = header(("youtube",))


@pytest.fixture(autouse=True)
def _site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder as the examples have it, at the moment of the vectors."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.chdir(tmp_path)
    for folder in ("static/consent", "dist/consent"):
        build(tmp_path / folder)


def block(heading: str, language: str = "python") -> str:
    """Return the first block in that *language* below a *heading* of the guide."""
    part = GUIDE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)[0]


def follow(code: str, **names: Any) -> dict[str, Any]:
    """Do what *code* says, and return the names that it leaves."""
    known = {"__name__": "guide", **names}
    exec(compile(code, "reading-the-consent.md", "exec"), known)  # noqa: S102 - it is ours
    return known


@pytest.mark.parametrize(("cookie", "told"), [(GIVEN, "granted"), ("", "not granted")])
def test_the_site_of_flask_works(cookie: str, told: str) -> None:
    pytest.importorskip("flask", reason="Flask is not installed")
    app = follow(block("Flask"))["app"]

    found = app.test_client(use_cookies=False).get("/video", headers={"Cookie": cookie})
    assert found.text == told
    assert found.headers["Cache-Control"] == "private"


@pytest.mark.parametrize(("cookie", "told"), [(GIVEN, "granted"), ("", "not granted")])
def test_the_application_of_wsgi_works(cookie: str, told: str) -> None:
    page = ask_wsgi(follow(block("WSGI"))["app"], Ask("/", cookie))

    assert page == Page(
        {"content-type": "text/plain", "vary": "Cookie, Sec-GPC", "cache-control": "private"}, told
    )


def test_the_application_of_starlette_works() -> None:
    def page(request: Any) -> PlainTextResponse:
        return PlainTextResponse(str(request.state.consent.granted("youtube")))

    app = follow(block("Starlette, FastAPI and ASGI"), routes=[Route("/", page)])["app"]

    assert TestClient(app).get("/", headers={"Cookie": GIVEN}).text == "True"


def test_the_templates_of_django_work(tmp_path: Path) -> None:
    pytest.importorskip("django", reason="Django is not installed")
    from tests.server import django_site

    found = [
        django_site.get(tmp_path / "dist/consent", Ask("/templates/guide.html", cookie)).text
        for cookie in (GIVEN, "")
    ]

    assert ["<iframe" in one for one in found] == [True, False]
    assert all('<head><script defer src="/consent/consent.js"></script></head>' in one for one in found)


def test_the_settings_of_django_are_those_that_the_tests_have() -> None:
    pytest.importorskip("django", reason="Django is not installed")
    from tests.server import django_site

    told = ast.parse(block("Django"))
    texts = {one.value for one in ast.walk(told) if isinstance(one, ast.Constant)}
    assert {django_site.MIDDLEWARE, "banner.server.django", "BUILD"} <= texts


def test_django_serves_the_folder_while_a_site_is_developed(tmp_path: Path) -> None:
    pytest.importorskip("django", reason="Django is not installed")
    from django.conf.urls.static import static

    from tests.server import django_site

    (line,) = re.findall(r"`urlpatterns \+= (static\(.*?\))`", GUIDE.replace("\n", " "))
    folder = tmp_path / "dist/consent"
    with django_site.site(folder, DEBUG=True):
        patterns = eval(line, {"static": static, "settings": django_site.settings})  # noqa: S307 - ours
    with django_site.site(folder, DEBUG=True, ROOT_URLCONF=tuple(patterns)):
        found = django_site.Client().get("/consent/declaration.json")
        assert found.status_code == 200
        assert b"revision" in b"".join(found)
