"""Measures what this banner costs a visitor, beside its peers, on one page: `python3 build.py bench`."""
