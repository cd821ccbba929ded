"""The consent log as a program of its own: its settings, its process, and what operators look at."""
