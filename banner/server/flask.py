"""Banner in a Flask site: ``g.consent``, and ``consent_banner()`` in templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import g, request
from markupsafe import Markup

from banner.errors import ConfigError
from banner.server.caches import private, vary
from banner.server.deployed import Build
from banner.server.tag import DEFAULT_URL, script
from banner.server.wsgi import request_consent

if TYPE_CHECKING:
    from flask import Flask

_NAME = "consent_banner"


class ConsentBanner:
    """Extension of Flask.

    It reads ``CONSENT_BANNER_BUILD``, the folder of the build, as seen from the folder of the application,
    and ``CONSENT_BANNER_URL``, where that is served. Raises :class:`~banner.errors.ConfigError` where there
    is no build.
    """

    def __init__(self, app: Flask | None = None) -> None:
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Have each request of *app* know its consent."""
        folder = app.config.get("CONSENT_BANNER_BUILD")
        if not isinstance(folder, str | Path):
            raise ConfigError(
                f"CONSENT_BANNER_BUILD = {folder!r}: write the folder consent/ of what was built, as seen "
                f"from {app.root_path}"
            )
        build = Build(Path(app.root_path) / folder)
        url = str(app.config.setdefault("CONSENT_BANNER_URL", DEFAULT_URL))

        def begin() -> None:
            g.consent = request_consent(request.environ, build)

        def tag(nonce: str = "") -> Markup:
            return Markup(script(url, nonce))  # noqa: S704 - it is escaped

        app.extensions[_NAME] = self
        app.before_request(begin)
        app.after_request(_end)
        app.jinja_env.globals[_NAME] = tag


def _end(response: Any) -> Any:
    consent = g.get("consent")
    if consent is not None:
        consent.answered()
        if consent.was_read:
            response.headers["Vary"] = vary(", ".join(response.headers.getlist("Vary")))
            response.headers["Cache-Control"] = private(", ".join(response.headers.getlist("Cache-Control")))
    return response
