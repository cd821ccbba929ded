"""``{% load consent_banner %}``: the banner's script tag, and a filter that asks for a consent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.safestring import SafeString

from banner.server.django import options
from banner.server.tag import script

if TYPE_CHECKING:
    from collections.abc import Mapping

    from banner.server.request_consent import RequestConsent

register = template.Library()


@register.simple_tag(takes_context=True)  # type: ignore[untyped-decorator] # Django has no types of its own
def consent_banner(context: Mapping[str, Any]) -> Any:
    """Write the script tag, with the nonce of the page's policy where Django or django-csp makes one."""
    return SafeString(script(options.read().url, _nonce(context)))


@register.filter  # type: ignore[untyped-decorator] # the same
def granted(consent: RequestConsent, service: str) -> bool:
    """Return whether *service* is granted: ``{% if request.consent|granted:"youtube" %}``."""
    if not hasattr(consent, "granted"):
        raise TypeError(
            f'{consent!r}|granted:"{service}": this is no consent; write request.consent, and see that the '
            "middleware of the banner and the context processor of requests are installed"
        )
    return consent.granted(service)


def _nonce(context: Mapping[str, Any]) -> str:
    """Return the nonce of the page: what a context processor has, or the middleware of Django or django-csp.

    One that was never asked for is false, so it is compared with nothing at all.
    """
    request = context.get("request")
    found = (context.get("csp_nonce"), getattr(request, "csp_nonce", None), _of_django(request))
    return next((str(nonce) for nonce in found if nonce is not None), "")


def _of_django(request: Any) -> Any:
    """Return what Django's own middleware has for *request*, if there is one: since 6.0."""
    try:
        from django.middleware.csp import get_nonce
    except ImportError:
        return None
    return get_nonce(request)
