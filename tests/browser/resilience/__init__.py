"""Whatever breaks: nothing is activated that was not granted, and no decision is lost."""
