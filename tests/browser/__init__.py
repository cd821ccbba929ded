"""Facts about the banner in a real browser."""
