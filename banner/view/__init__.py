"""Views: pure functions from a declaration and its messages to HTML as text."""
