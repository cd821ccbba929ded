"""The page as a whole: when it starts, what it costs, and that it is valid."""
