"""The declaration of a site: ``consent.toml`` and the catalogue, read and checked, and advice on both."""

from banner.config.site_config import (
    DEFAULT_LIFETIME,
    LAYOUTS,
    LINKS,
    LONGEST_LIFETIME,
    POSITIONS,
    PURPOSES,
    REOPENS,
    RUNTIMES,
    STARTS,
    Code,
    ConfigError,
    SiteConfig,
    read,
)

__all__ = [
    "DEFAULT_LIFETIME",
    "LAYOUTS",
    "LINKS",
    "LONGEST_LIFETIME",
    "POSITIONS",
    "PURPOSES",
    "REOPENS",
    "RUNTIMES",
    "STARTS",
    "Code",
    "ConfigError",
    "SiteConfig",
    "read",
]
