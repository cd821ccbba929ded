"""A cookie banner in Python that runs in the visitor's browser."""

__version__ = "0.1.0"
