"""Forge: the cookie and the storage with which a test starts decided, without Python in the page.

They are what the banner itself would have left: the record by :mod:`banner.core.record`, the plan by
:mod:`banner.core.plan`, for what the built site asks.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict
from urllib.parse import urlsplit

from banner.config.regions import CODE, by_code, closest
from banner.core.clock import is_moment
from banner.core.consent import Consent, by_default, parted, unasked, without_sale
from banner.core.declaration import ASKED, from_plain
from banner.core.ids import is_id
from banner.core.login import Login
from banner.core.own_cookies import OwnCookies
from banner.core.plan import Ground, replay
from banner.core.record import encode
from banner.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from banner.core.declaration import Declaration

_MARGIN = dt.timedelta(minutes=1)  # a browser's clock may be a little behind
_SITE = "SITE="
_PROGRAM = re.compile(r"files/banner\.[^/.]+\.(py|json)")
LOCAL = "http://localhost/"


class Cookie(TypedDict):
    """Cookie as Playwright takes it; ``expires`` is in seconds since 1970."""

    name: str
    value: str
    domain: str
    path: str
    expires: float
    httpOnly: bool
    secure: bool
    sameSite: str


class StorageState(TypedDict):
    """Storage state as Playwright takes it, for ``browser.new_context(storage_state=…)``."""

    cookies: list[Cookie]
    origins: list[dict[str, Any]]


@dataclass(frozen=True)
class Forge:
    """Forge for one site: its *declaration*, the banner's own *cookies*, and the name of its *build*.

    Without a *build*, where only the declaration was read, there is no plan: a cookie alone can be made.
    *regions* has declaration and build where other rules hold, by the code of the region. *server* tells
    whether the site has one, which may know accounts.
    """

    declaration: Declaration
    cookies: OwnCookies
    build: str = ""
    regions: Mapping[str, tuple[Declaration, str]] = field(default_factory=dict)
    server: bool = False

    def in_region(self, code: str) -> Forge:
        """Return the forge for visitors in the region *code*, such as ``"US-CA"``, by a forge as it was read.

        Where the site has no rules for it, everything is asked. Raises :class:`ConfigError` for what is no
        code.
        """
        if not re.fullmatch(CODE, code, re.ASCII):
            raise ConfigError(f'region: {code!r}: write a country, or a part of one, such as "US-CA"')
        there = closest(self.regions, code)
        return replace(self, declaration=there[0], build=there[1]) if there else self

    def consent(self, granted: Iterable[str] | str, at: dt.datetime | None = None) -> Consent:
        """Return the consent that is left by switching on just *granted*, at the time *at*.

        ``"all"`` grants all. By itself the time is a minute ago. What is on by itself in the region, and was
        left so, is exempt. Raises :class:`ConfigError` for a service that is not asked for.
        """
        asked = tuple(service.id for service in self.declaration.optional())
        named = asked if granted == "all" else tuple([granted] if isinstance(granted, str) else granted)
        strangers = [service for service in named if service not in asked]
        if strangers:
            raise ConfigError(f"granted: {', '.join(strangers)}: write some of {', '.join(asked)}, or all")
        on = tuple(service for service in asked if service in named)
        moment = round((at or dt.datetime.now(dt.UTC) - _MARGIN).timestamp() * 1000)
        if not is_moment(moment):
            raise ConfigError(f"at: {at}: write a time between 1970 and 9999")
        action = "accept-all" if on == asked else "accept-selected" if on else "deny-all"
        silent = unasked(self.declaration, action, on, by_default(self.declaration, None, gpc=False))
        parts = parted(self.declaration, on, silent)
        return Consent(
            id=f"forged-{moment}",
            at=moment,
            action=action,
            source="preferences" if action == "accept-selected" else "banner",
            revision=self.declaration.revision,
            granted=parts[0],
            denied=parts[1],
            exempt=parts[2],
            mode=self.declaration.mode,
        )

    def cookie(
        self, url: str = LOCAL, *, granted: Iterable[str] | str, at: dt.datetime | None = None
    ) -> Cookie:
        """Return the consent cookie of the site at *url*, as :meth:`consent` has it.

        On https its name is another one. With the cookie alone, Python is asked once for each page.
        """
        return self._cookie(url, self.consent(granted, at))

    def storage_state(
        self,
        url: str = LOCAL,
        *,
        granted: Iterable[str] | str,
        at: dt.datetime | None = None,
        gpc: bool = False,
        account: str = "",
    ) -> StorageState:
        """Return the storage state of a browser in which *granted* was decided, at the time *at*.

        *url* is that of the folder in which ``consent/`` lies. *gpc* says that the browser sends the Global
        Privacy Control signal, under which nothing is granted that is sold. *account* is the opaque name of
        who is logged in, by which pages call them; on the server the account has to have the same consent,
        which is the value of the cookie. Raises :class:`ConfigError` where the site was not built.
        """
        if not self.build:
            raise ConfigError(
                "a storage state needs the plan of a build, which a declaration has not: name the folder "
                "that was built"
            )
        self._check_account(account)
        consent = self.consent(granted, at)
        if gpc and without_sale(self.declaration, consent.on) != consent.on:
            sold = [one for one in consent.on if one not in without_sale(self.declaration, consent.on)]
            raise ConfigError(f"granted: {', '.join(sold)}: the signal denies what is sold; leave it out")
        record = encode(consent)
        ground = Ground(self.build, gpc, account)
        kept = {"plan": replay(self.declaration, consent, ground, record).encode()}
        if account:
            kept["scope"] = json.dumps(Login(account, "", consent.at).plain())
        # Twice over, as the page side keeps it: a text that was damaged counts as none.
        stored = [{"name": f"consent.{name}{_suffix(url)}", "value": text * 2} for name, text in kept.items()]
        return {
            "cookies": [self._cookie(url, consent)],
            "origins": [{"origin": origin(url), "localStorage": stored}],
        }

    def _check_account(self, account: str) -> None:
        """Raise :class:`ConfigError` for an *account* that a page of the site could not name."""
        if account and not self.server:
            raise ConfigError(f"account: {account}: the site declares no server, and so knows no accounts")
        if account and not is_id(account):
            raise ConfigError(
                f"account: {account!r}: write small letters, digits and hyphens, as pages have it"
            )

    def _cookie(self, url: str, consent: Consent) -> Cookie:
        place = urlsplit(url)
        host, secure = place.hostname or "", place.scheme == "https"
        shared = self.cookies.domain
        return {
            "name": self.cookies.consent_names(secure)[0],
            "value": encode(consent),
            "domain": f".{shared}" if shared and f".{host}".endswith(f".{shared}") else host,
            "path": self.cookies.path,
            "expires": consent.expires(self.declaration) / 1000,
            "httpOnly": False,
            "secure": secure,
            "sameSite": "Lax",
        }


def origin(url: str) -> str:
    """Return the origin of *url*. Raises :class:`ConfigError` where it has none."""
    place = urlsplit(url)
    if place.scheme not in ("http", "https") or not place.hostname:
        raise ConfigError(f"url: {url!r}: write the address of the site, as http://localhost:8000/")
    return f"{place.scheme}://{place.netloc}"


def _suffix(url: str) -> str:
    """Return what follows our names in storage where ``consent/`` lies at *url*, as ``urls.js`` has it."""
    return re.sub(r"\W+", "-", urlsplit(url).path.rstrip("/"), flags=re.ASCII)


def read(site: str | Path) -> Forge:
    """Return the forge for *site*, the folder that was built, or the declaration: where everything is asked.

    Raises :class:`ConfigError` where it is neither.
    """
    path = Path(site)
    if path.is_file():
        from banner import config

        declared = config.read(path)
        codes = by_code(declared.regions)
        there = {code: (declared.in_region(code).declaration, "") for code in codes}
        return Forge(declared.declaration, declared.cookies, "", there, bool(declared.server))
    folder = path if (path / "consent.js").is_file() else path / "consent"
    known = _known(folder)
    built = [(from_plain(one["declaration"]), one["build"]) for one in known]
    there = {code: pair for one, pair in zip(known, built, strict=True) for code in one.get("codes", ())}
    declaration, build = next(pair for pair in built if pair[0].mode == ASKED)
    return Forge(declaration, OwnCookies(**known[0]["cookies"]), build, there, bool(known[0]["server"]))


def _known(folder: Path) -> list[dict[str, Any]]:
    """Return what the build in *folder* knows of the site, for each of its rules: its ``SITE``.

    Raises :class:`ConfigError` where it is no build.
    """
    from banner.build import output

    try:
        programs = [name for name in output.listed(folder) if _PROGRAM.fullmatch(name)]
        known = [_site(folder / program) for program in programs]
    except FileNotFoundError as error:
        raise _no_build(folder, f"{error.filename} is not there") from error
    except (OSError, ValueError, StopIteration) as error:
        raise _no_build(folder, str(error)) from error
    if not known:
        raise _no_build(folder, "it names no files/banner.*")
    return known


def _site(program: Path) -> dict[str, Any]:
    with program.open(encoding="utf-8") as lines:
        first = next(lines)
        text = first if program.suffix == ".json" else json.loads(first.removeprefix(_SITE))
        known: dict[str, Any] = json.loads(text)
    return known


def _no_build(folder: Path, why: str) -> ConfigError:
    return ConfigError(
        f"{folder}: this is no banner that was built ({why}); name the folder that consent-banner build has "
        "written, or its declaration"
    )
