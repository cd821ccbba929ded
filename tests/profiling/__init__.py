"""Finds the functions of Pyodide that are called, in Node and in a browser; ``python -m tests.profiling``."""
