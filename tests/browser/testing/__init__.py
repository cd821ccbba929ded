"""The tools for who tests a site that has the banner."""
