"""Facts about the Python that travels, on the interpreter that the browser gets."""
