"""For sites with a server: the consent log, consents of accounts, and readers of the cookie."""
