"""The commands of owners, one a module: its help, its options, and what it runs.

They import nothing but the standard library before they run, so that a clone can set itself up first.
"""
