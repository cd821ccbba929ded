"""What a server learns of a consent from the cookie, in whatever form its framework has a request."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from banner.core.own_cookies import OwnCookies
from banner.core.record import encode
from banner.server.cookie import asgi_consent, asgi_header, django_consent, read_consent, wsgi_consent
from banner.toolchain import bundle
from tests.server.conftest import ASKED, DECLARATION, consent

if TYPE_CHECKING:
    from collections.abc import Callable

    from banner.core.consent import Consent

DAY = 86_400_000
READERS: dict[str, Callable[[str, OwnCookies], Consent | None]] = {
    "a header": lambda header, names: read_consent(header, DECLARATION, names),
    "ASGI": lambda header, names: asgi_consent(
        {"headers": [(b"cookie", header.encode())]}, DECLARATION, names
    ),
    "WSGI": lambda header, names: wsgi_consent({"HTTP_COOKIE": header}, DECLARATION, names),
    "Django": lambda header, names: django_consent(
        SimpleNamespace(META={"HTTP_COOKIE": header}, is_secure=lambda: False), DECLARATION, names
    ),
}


@pytest.mark.parametrize("read", READERS.values(), ids=list(READERS))
@pytest.mark.parametrize("name", ["consent", "__Host-consent", "consent-banner"])
def test_a_server_reads_the_consent_that_a_request_carries(
    read: Callable[[str, OwnCookies], Consent | None], name: str
) -> None:
    given = consent("a1", ("google",))

    assert read(f"a=b; {name}={encode(given)}; language=en", OwnCookies()) == given


@pytest.mark.law("E4")
def test_what_was_left_on_in_another_region_is_a_consent_there_and_nowhere_else() -> None:
    given = replace(
        consent("a1", ("google",)), denied=(), exempt=tuple(set(ASKED) - {"google"}), mode="opt-out"
    )
    header = f"consent={encode(given)}"

    assert read_consent(header, DECLARATION) is None
    assert read_consent(header, DECLARATION.under("opt-out")) == given


@pytest.mark.parametrize("read", READERS.values(), ids=list(READERS))
def test_a_site_that_has_named_its_cookie_is_read_by_that_name(
    read: Callable[[str, OwnCookies], Consent | None],
) -> None:
    mine, other = consent("a1", ("google",)), consent("a2")
    header = f"consent={encode(other)}; choice={encode(mine)}"

    assert read(header, OwnCookies(consent="choice")) == mine


@pytest.mark.parametrize("read", READERS.values(), ids=list(READERS))
@pytest.mark.parametrize(
    "header",
    [
        "",
        "consent=",
        "consent=garbled",
        "consent=%7B%22v%22%3A1",
        f"other={encode(consent('a1', ('google',)))}",
        f"consent={encode(consent('a1', ('google',), age=181 * DAY))}",
        f"consent={encode(consent('a1', ('google',), age=-2 * DAY))}",
        f"consent={encode(consent('a1', ('google',))).replace(DECLARATION.revision, '0' * 12)}",
        "\x00\xff;=;;=consent",
    ],
)
def test_what_holds_no_consent_grants_nothing(
    read: Callable[[str, OwnCookies], Consent | None], header: str
) -> None:
    assert read(header, OwnCookies()) is None


def test_a_request_without_cookies_carries_no_consent() -> None:
    assert asgi_consent({"headers": []}, DECLARATION) is None
    assert wsgi_consent({}, DECLARATION) is None


def test_cookies_that_came_in_several_headers_are_read_together() -> None:
    text = encode(consent("a1"))
    scope = {"headers": [(b"cookie", b"a=b"), (b"Cookie", f"consent={text}".encode()), (b"x", b"y")]}

    assert asgi_header(scope) == f"a=b; consent={text}"


def test_a_reader_needs_no_package() -> None:
    code = (
        "import sys, banner.server.asgi, banner.server.cookie, banner.server.wsgi; "
        "print({'django', 'flask', 'starlette', 'sqlalchemy', 'banner.config'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=bundle.ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"
