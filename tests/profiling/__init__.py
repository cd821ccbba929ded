"""Finds which functions of interpreters are called: ``python -m tests.profiling``."""
