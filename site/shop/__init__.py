"""The reference server of the demo site: accounts, orders, the log of consents, totals of links."""
