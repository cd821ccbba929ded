"""Tests of the build: the declaration, the catalogue, the texts."""
