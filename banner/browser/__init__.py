"""Python that talks to the page, through PyScript."""
