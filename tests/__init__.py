"""Tests: each name states a fact."""
