"""Makes a WebAssembly program smaller: what never runs goes, and to come to it ends the program.

Of Pyodide whole functions go, of MicroPython also parts of those that stay. Nothing else changes. No index
moves, so that tables, exports and a memory with numbers of functions in it fit both programs.
A library that reads whole programs and writes them anew (Binaryen) is no help: what it writes is another one.
"""
