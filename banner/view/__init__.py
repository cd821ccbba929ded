"""Everything a visitor sees, as text: pure functions from a declaration and its messages to HTML."""
