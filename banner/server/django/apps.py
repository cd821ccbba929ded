"""Application that Django installs."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks

from banner.server.django.checks import problems


class ConsentBannerConfig(AppConfig):  # type: ignore[misc] # Django has no types of its own
    """Banner: its template tags, and its part in ``manage.py check``."""

    name = "banner.server.django"
    label = "consent_banner"
    verbose_name = "Consent banner"

    def ready(self) -> None:
        """Take part in the checks."""
        checks.register(problems)
