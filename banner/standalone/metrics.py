"""Metrics: how much is asked and kept and how long it takes, as Prometheus reads it. Nothing of visitors."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Protocol

from banner.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics(Protocol):
    """Metrics of one server."""

    def answered(self, route: str, status: int, seconds: float, stored: int) -> None:
        """Count a request to *route*, its *status*, the time that it took, and the entries kept by it."""

    def text(self) -> tuple[bytes, str]:
        """Return all of it, and of which type that is."""


class NoMetrics:
    """Metrics that nobody reads."""

    def answered(self, route: str, status: int, seconds: float, stored: int) -> None:
        """Count nothing."""

    def text(self) -> tuple[bytes, str]:
        """Return nothing."""
        return b"", "text/plain"


class PrometheusMetrics:
    """Metrics for Prometheus; *unfinished* and *connections* are asked for when somebody reads."""

    def __init__(self, unfinished: Callable[[], float], connections: Callable[[], float]) -> None:
        try:
            import prometheus_client as prometheus
        except ImportError as error:
            raise ConfigError(
                'metrics needs prometheus-client: run pip install "consent-banner[server]"'
            ) from error
        registry = prometheus.CollectorRegistry()
        self._requests = prometheus.Counter(
            "consent_requests", "Requests that were answered", ("route", "status"), registry=registry
        )
        self._seconds = prometheus.Histogram(
            "consent_request_seconds",
            "Time until an answer was sent",
            ("route",),
            registry=registry,
            buckets=_SECONDS,
        )
        self._entries = prometheus.Counter(
            "consent_entries", "Entries that the log has confirmed, also those that it had", registry=registry
        )
        jobs = prometheus.Gauge(
            "consent_database_jobs", "Jobs for the database that are not done", registry=registry
        )
        jobs.set_function(unfinished)
        open_ = prometheus.Gauge("consent_connections", "Connections that are open", registry=registry)
        open_.set_function(connections)
        self._text: Callable[[], bytes] = functools.partial(prometheus.generate_latest, registry)
        self._type = prometheus.CONTENT_TYPE_LATEST

    def answered(self, route: str, status: int, seconds: float, stored: int) -> None:
        """Count one request."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        self._entries.inc(stored)

    def text(self) -> tuple[bytes, str]:
        """Return all metrics in the text format of Prometheus, and its type."""
        return self._text(), self._type
