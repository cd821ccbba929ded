"""Facts about the core and the views, on CPython alone."""
