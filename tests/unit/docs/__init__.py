"""The documentation: it names all that there is and nothing else, and its links lead somewhere."""
