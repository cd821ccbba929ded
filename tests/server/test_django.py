"""What a Django site has besides: its templates, its own cache, policies with nonces, and its checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("django", reason="Django is not installed")

from django.core import checks
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from banner.server import clock
from banner.server.django.middleware import ConsentMiddleware
from tests.conformance.written import NOW, header
from tests.server import django_site
from tests.server.frameworks import Ask, build
from tests.support import loops

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GIVEN = header(("youtube",))
DENIED = header(())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a build, at the moment of the vectors, and an empty cache."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    yield build(tmp_path / "consent")
    cache.clear()


def text(folder: Path, path: str, cookie: str = "", *processors: str, **changes: Any) -> str:
    """Return the text of a page."""
    return django_site.get(folder, Ask(path, cookie), *processors, **changes).text


class OwnMiddleware(ConsentMiddleware):
    """Middleware of an owner's own, made from ours."""


@pytest.mark.parametrize("around", ["django.middleware.common.CommonMiddleware", ""])
@pytest.mark.parametrize("inside", ["django.middleware.http.ConditionalGetMiddleware", ""])
def test_the_middleware_stands_among_others_in_both_kinds_of_servers(
    folder: Path, around: str, inside: str
) -> None:
    order = [one for one in (around, django_site.MIDDLEWARE, inside) if one]
    pages = [
        django_site.get(folder, Ask("/asks", GIVEN), MIDDLEWARE=order),
        loops.run(django_site.get_later(folder, Ask("/asks", GIVEN), MIDDLEWARE=order)),
    ]

    assert [page.text for page in pages] == ["partial: youtube; on: youtube"] * 2
    assert [page.headers["cache-control"] for page in pages] == ["max-age=60, private"] * 2


class TestTemplates:
    """``{% load consent_banner %}``, and ``consent`` in every template."""

    def test_the_tag_is_that_of_the_banner(self, folder: Path) -> None:
        assert text(folder, "/templates/tag.html") == '<script defer src="/consent/consent.js"></script>'

    def test_the_tag_knows_where_the_banner_is_served(self, folder: Path) -> None:
        setting = {"BUILD": str(folder), "URL": "/static/consent"}
        found = text(folder, "/templates/tag.html", CONSENT_BANNER=setting)

        assert found == '<script defer src="/static/consent/consent.js"></script>'

    @pytest.mark.parametrize("name", ["asks", "names"])
    @pytest.mark.parametrize(("cookie", "shown"), [(GIVEN, "video"), (DENIED, "none"), ("", "none")])
    def test_a_template_asks_for_a_consent(self, folder: Path, name: str, cookie: str, shown: str) -> None:
        page = django_site.get(folder, Ask(f"/templates/{name}.html", cookie))

        assert page.text == shown
        assert page.headers["vary"] == "Cookie, Sec-GPC"
        assert page.headers["cache-control"] == "private"

    def test_a_template_with_the_tag_alone_is_the_same_for_everybody(self, folder: Path) -> None:
        page = django_site.get(folder, Ask("/templates/tag.html", GIVEN))

        assert page.headers.keys() & {"vary", "cache-control"} == set()

    def test_a_template_that_asks_nobody_is_told_what_to_do(self, folder: Path) -> None:
        with pytest.raises(TypeError, match=r"this is no consent; write request\.consent"):
            text(folder, "/templates/asks.html", MIDDLEWARE=[])


def nonce(_: object) -> dict[str, object]:
    """Give templates a nonce, as Django's own context processor does: false until it is used."""

    class Nonce:
        def __bool__(self) -> bool:
            return False

        def __str__(self) -> str:
            return "r4nd0m"

    return {"csp_nonce": Nonce()}


class TestNonces:
    """A policy of the page lets nothing run but what has its nonce."""

    def test_the_tag_has_the_nonce_of_the_context(self, folder: Path) -> None:
        found = text(folder, "/templates/tag.html", "", f"{__name__}.nonce")

        assert found == '<script defer nonce="r4nd0m" src="/consent/consent.js"></script>'

    @pytest.mark.parametrize("processors", [["django.template.context_processors.csp"], []])
    def test_the_tag_has_the_nonce_of_djangos_own_policy(self, folder: Path, processors: list[str]) -> None:
        csp = pytest.importorskip("django.utils.csp", reason="Django has policies since 6.0").CSP
        page = django_site.get(
            folder,
            Ask("/templates/tag.html"),
            *processors,
            MIDDLEWARE=["django.middleware.csp.ContentSecurityPolicyMiddleware", django_site.MIDDLEWARE],
            SECURE_CSP={"script-src": [csp.NONCE]},
        )

        self._is_allowed(page.text, page.headers["content-security-policy"])

    def test_the_tag_has_the_nonce_of_django_csp(self, folder: Path) -> None:
        nonce = pytest.importorskip("csp.constants", reason="django-csp is not installed").NONCE
        page = django_site.get(
            folder,
            Ask("/templates/tag.html"),
            MIDDLEWARE=["csp.middleware.CSPMiddleware", django_site.MIDDLEWARE],
            CONTENT_SECURITY_POLICY={"DIRECTIVES": {"script-src": [nonce]}},
        )

        self._is_allowed(page.text, page.headers["content-security-policy"])

    def _is_allowed(self, tag: str, policy: str) -> None:
        value = tag.partition('nonce="')[2].partition('"')[0]

        assert value
        assert f"'nonce-{value}'" in policy


class TestCache:
    """Django's own cache, around one view and around all."""

    def test_a_view_that_asks_is_not_kept_for_others(self, folder: Path) -> None:
        found = [text(folder, "/cached/asks", cookie) for cookie in (GIVEN, DENIED, GIVEN)]

        assert [one.partition(":")[0] for one in found] == ["partial", "denied", "partial"]

    def test_a_view_that_does_not_ask_is_kept(self, folder: Path) -> None:
        found = [django_site.get(folder, Ask("/cached/same", cookie)) for cookie in (GIVEN, DENIED)]

        assert "expires" in found[1].headers
        assert found[0].headers["expires"] == found[1].headers["expires"]
        assert cache._cache

    @pytest.mark.parametrize("inside", [True, False])
    def test_nothing_that_asks_is_kept_by_the_cache_of_the_site(self, folder: Path, *, inside: bool) -> None:
        update, fetch = (f"django.middleware.cache.{one}CacheMiddleware" for one in ("Update", "FetchFrom"))
        order = [update, django_site.MIDDLEWARE, fetch] if inside else [django_site.MIDDLEWARE, update, fetch]
        found = [text(folder, "/asks", cookie, MIDDLEWARE=order) for cookie in (GIVEN, DENIED, GIVEN)]

        assert [one.partition(":")[0] for one in found] == ["partial", "denied", "partial"]
        assert not cache._cache


class TestChecks:
    """``manage.py check``."""

    def found(self, folder: Path | None, **changes: Any) -> dict[str, str]:
        """Return what is said, by the names of the checks."""
        with django_site.site(folder, **changes):
            said = [one for one in checks.run_checks() if one.id.startswith("consent_banner.")]
        return {one.id: f"{one.msg} {one.hint or ''}" for one in said}

    def test_nothing_is_said_where_all_is_well(self, folder: Path) -> None:
        assert self.found(folder) == {}

    def test_a_middleware_that_is_missing_is_told(self, folder: Path) -> None:
        found = self.found(folder, MIDDLEWARE=[])

        assert found.keys() == {"consent_banner.W001"}
        assert django_site.MIDDLEWARE in found["consent_banner.W001"]

    def test_a_middleware_that_was_made_from_ours_counts(self, folder: Path) -> None:
        middleware = ["tests.server.test_django.OwnMiddleware", "django.middleware.common.CommonMiddleware"]

        assert self.found(folder, MIDDLEWARE=middleware) == {}
        assert self.found(folder, MIDDLEWARE=middleware[1:]).keys() == {"consent_banner.W001"}
        assert self.found(folder, MIDDLEWARE=["nowhere.Middleware"]).keys() == {"consent_banner.W001"}

    def test_a_folder_without_a_build_is_told(self, tmp_path: Path) -> None:
        found = self.found(tmp_path / "nothing")

        assert found.keys() == {"consent_banner.E002"}
        assert "consent-banner build" in found["consent_banner.E002"]

    @pytest.mark.parametrize(
        ("setting", "remedy"),
        [
            (None, "CONSENT_BANNER is missing"),
            ("dist", "CONSENT_BANNER is missing, or no dict"),
            ({}, '"BUILD"'),
            ({"BUILD": 7}, '"BUILD"'),
            ({"BUILD": ".", "URL": None}, '"URL"'),
            ({"BUILD": ".", "FOLDER": "x"}, '"FOLDER"'),
        ],
    )
    def test_a_setting_that_cannot_be_is_told_with_what_to_write(self, setting: Any, remedy: str) -> None:
        found = self.found(None, CONSENT_BANNER=setting)

        assert found.keys() == {"consent_banner.E001"}
        assert remedy in found["consent_banner.E001"]
        with pytest.raises(ImproperlyConfigured), django_site.site(None, CONSENT_BANNER=setting):
            OwnMiddleware(lambda _: None)
