"""Makes a WebAssembly program smaller: what is never called goes, and a call of it ends the program.

Nothing else changes. No index moves, so that a memory with numbers of functions in it fits both programs.
A library that reads whole programs and writes them anew (Binaryen) is no help: what it writes is another one.
"""
