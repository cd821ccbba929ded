"""A cookie banner in Python that runs in the visitor's browser."""
