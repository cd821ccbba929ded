"""The reports of an audit, each a text: for a terminal, for programs, for test runners, for people."""
