"""Banner in a Django site: ``"banner.server.django"`` for ``INSTALLED_APPS``."""
