"""Serves a site on the machine of somebody who works on it."""
