"""Everybody can see, read, reach and use it."""
