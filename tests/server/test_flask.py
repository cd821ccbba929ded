"""What a Flask site has besides: its templates, and what is told where it is set up in a wrong way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("flask", reason="Flask is not installed")

from flask import Flask, g, render_template_string

from banner.errors import ConfigError
from banner.server import clock
from banner.server.flask import ConsentBanner
from tests.conformance.written import NOW, header
from tests.server.frameworks import build

if TYPE_CHECKING:
    from pathlib import Path

ASKS = '{% if g.consent.granted("youtube") %}video{% else %}none{% endif %}'


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A site whose extension was made before it, as factories do."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    build(tmp_path / "dist/consent")
    extension = ConsentBanner()
    app = Flask("site", root_path=str(tmp_path))
    app.config.update(CONSENT_BANNER_BUILD="dist/consent", CONSENT_BANNER_URL="/banner/", TESTING=True)
    extension.init_app(app)
    return app


def shown(app: Flask, template: str, cookie: str = "", **values: Any) -> str:
    """Return what a *template* shows."""
    app.add_url_rule("/", "page", lambda: render_template_string(template, **values))
    client = app.test_client(use_cookies=False)
    return client.get("/", headers={"Cookie": cookie} if cookie else {}).text


def test_the_tag_is_that_of_the_banner(app: Flask) -> None:
    assert shown(app, "{{ consent_banner() }}") == '<script defer src="/banner/consent.js"></script>'


def test_the_tag_has_the_nonce_that_it_is_given_and_nothing_else(app: Flask) -> None:
    found = shown(app, "{{ consent_banner(nonce) }}", nonce='"><script>')

    assert found == ('<script defer nonce="&quot;&gt;&lt;script&gt;" src="/banner/consent.js"></script>')


@pytest.mark.parametrize(("services", "told"), [(("youtube",), "video"), ((), "none")])
def test_a_template_asks_for_a_consent(app: Flask, services: tuple[str, ...], told: str) -> None:
    assert shown(app, ASKS, header(services)) == told


def test_a_request_that_was_answered_before_it_had_a_consent_is_no_error(tmp_path: Path) -> None:
    app = Flask("site")
    app.before_request(lambda: "closed")
    app.config.update(CONSENT_BANNER_BUILD=build(tmp_path), TESTING=True)
    ConsentBanner(app)

    assert app.test_client().get("/").text == "closed"


def test_two_requests_in_one_context_have_each_its_own_consent(app: Flask) -> None:
    app.add_url_rule("/", "page", lambda: render_template_string(ASKS))
    with app.app_context():
        found = [
            app.test_client(use_cookies=False).get("/", headers={"Cookie": header(services)}).text
            for services in (("youtube",), ())
        ]

        assert found == ["video", "none"]
        assert not g.consent.granted("youtube")


@pytest.mark.parametrize("value", [None, 7, ""])
def test_a_site_that_names_no_build_is_told_what_to_write(tmp_path: Path, value: object) -> None:
    app = Flask("site", root_path=str(tmp_path))
    app.config["CONSENT_BANNER_BUILD"] = value
    with pytest.raises(ConfigError, match=r"write the folder|name the folder"):
        ConsentBanner(app)
