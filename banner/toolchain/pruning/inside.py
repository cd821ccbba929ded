"""Runs in Pyodide before its memory is taken, and leaves there what a browser's Python needs.

A function that nothing calls keeps its place and loses its code: a call of it ends the program, as a call of
what the pruned program lacks does. So does whoever asks a module for what no code names that is left, or for
a module that is not here. The full program, which takes over, has everything.
"""

from __future__ import annotations

import gc
import io
import linecache
import logging
import opcode
import posix
import re
import sys
import types
import zipimport
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Ours does more than a profile sees.
_OURS = "banner"
# The interpreter itself and Pyodide's JavaScript look for names in these, and no code here tells which.
_WHOLE = {
    *(_OURS, "pyodide", "_pyodide", "__main__", "_frozen_importlib", "_frozen_importlib_external"),
    *("abc", "codecs", "encodings", "functools", "importlib", "io", "os", "site", "threading", "warnings"),
    *sys.builtin_module_names,
}
# The flag of a class that was made in C and stays as it is.
_IMMUTABLE = 1 << 8
# Of Pyodide's own.
_NOT_STANDARD = ("pyodide", "_pyodide")
_NEW = opcode.opmap["RESUME"]
# What a code object has before its instructions.
_HEAD = types.CodeType.__basicsize__
# The buffers of Python's streams take 128 kB each, which nobody has wiped.
_BUFFER = 512


def prune(called: Iterable[str], later: Iterable[str], asked: Iterable[str] = ()) -> None:
    """Take out the code of all functions but those *called*, and what no code names that is left.

    The sources *later* will run in a page, and what they name is left too. So is what the program itself may
    ask modules for: *asked* are those modules, and all names that it may ask them for.
    """
    texts = {word for text in later for word in _words(compile(text, "", "exec", optimize=2))}
    called = frozenset(called)
    _wipe()
    _undocument()
    words = texts.union(*[_words(_pruned(one, called)) for one in _functions()])
    _forget(words, frozenset(asked))
    # What is let go of may still call what is not called later.
    gc.collect()
    for one in _functions():
        one.__code__ = _pruned(one, called)
        one.__qualname__ = one.__name__


def places() -> dict[str, list[int]]:
    """Return where in memory the functions begin, by their names: once one is called, that byte changes."""
    found: dict[str, list[int]] = {}
    _wipe()
    for one in _functions():
        # What has not been called before.
        one.__code__ = _new(one.__code__)
        for name, code in _within(one.__code__, one.__module__):
            at = code.co_code[::2].index(_NEW)
            found.setdefault(name, []).append(id(code) + _HEAD + 2 * at)
    return found


def _functions() -> list[types.FunctionType]:
    """Return all functions but those here."""
    return [
        one
        for one in gc.get_objects()
        if isinstance(one, types.FunctionType) and one.__globals__ is not globals()
    ]


def _name(code: types.CodeType, module: str | None) -> str:
    return f"{module}:{code.co_qualname}"


def _within(code: types.CodeType, module: str | None) -> Iterator[tuple[str, types.CodeType]]:
    """Give *code* and what is defined in it, by their names."""
    yield _name(code, module), code
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            yield from _within(one, module)


def _words(code: types.CodeType) -> set[str]:
    """Return what *code* can ask for: the names and texts in it, and the parts of the names of modules."""
    texts = {*code.co_names, *code.co_varnames}
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            texts |= _words(one)
        items = one if isinstance(one, (tuple, frozenset)) else (one,)
        texts.update(item for item in items if isinstance(item, str))
    return texts.union(*[one.split(".") for one in texts])


def _new(code: types.CodeType) -> types.CodeType:
    inner = tuple(_new(one) if isinstance(one, types.CodeType) else one for one in code.co_consts)
    return code.replace(co_consts=inner)


def _pruned(function: types.FunctionType, called: frozenset[str]) -> types.CodeType:
    return _code(function.__code__, function.__module__, called)


def _code(code: types.CodeType, module: str | None, called: frozenset[str]) -> types.CodeType:
    """Return *code* without what only tracebacks read, and without what is not *called*."""
    if _name(code, module) not in called and not (module or "").startswith(_OURS):
        return _end(len(code.co_freevars))
    inner = tuple(
        _code(one, module, called) if isinstance(one, types.CodeType) else one for one in code.co_consts
    )
    return code.replace(co_consts=inner, co_linetable=b"", co_filename="", co_qualname=code.co_name)


_ends: dict[int, types.CodeType] = {}


def _end(variables: int) -> types.CodeType:
    """Return code that ends the program, for functions with so many *variables* of those around them."""
    if variables not in _ends:
        code = (lambda *_, **__: None.abort()).__code__  # type: ignore[attr-defined]
        _ends[variables] = code.replace(
            co_consts=tuple(posix if one is None else one for one in code.co_consts),
            co_freevars=tuple(f"_{number}" for number in range(variables)),
            co_linetable=b"",
            co_filename="",
            co_qualname=code.co_name,
        )
    return _ends[variables]


def _forget(words: set[str], asked: frozenset[str]) -> None:
    """Take out of modules what is not among the *words* of those who may ask for it, and whole modules.

    The program *asked* may come to modules, too.
    """
    ours = [_words(one.__code__) for one in globals().values() if isinstance(one, types.FunctionType)]
    words = words.union(*ours)
    lookup = types.FunctionType(_lookup.__code__, {"end": posix.abort, "AttributeError": AttributeError})
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in _WHOLE or name == __name__ or type(module) is not types.ModuleType:
            continue
        left = words | asked if name in asked else words
        for one in [one for one in vars(module) if not one.startswith("__") and one not in left]:
            del vars(module)[one]
        vars(module).setdefault("__getattr__", lookup)
        if name.rpartition(".")[2] not in words:
            del sys.modules[name]


def _undocument() -> None:
    """Drop the docstrings of what was compiled with them: all else has none."""
    for one in gc.get_objects():
        documented = isinstance(one, (types.FunctionType, types.ModuleType)) or (
            isinstance(one, type) and "__doc__" in vars(one) and not one.__flags__ & _IMMUTABLE
        )
        if documented and one.__doc__:
            one.__doc__ = None


def _lookup(name):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Be asked for what a module has not: the full program may have it."""
    if not name.startswith("__"):
        end()  # type: ignore[name-defined]  # noqa: F821
    raise AttributeError(name)


def _not_here(name, *_):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN202
    """Look for a module after all others have: the full program may have it."""
    if name.partition(".")[0] in names:  # type: ignore[name-defined]  # noqa: F821
        end()  # type: ignore[name-defined]  # noqa: F821


def _wipe() -> None:
    """Let go of what has been kept only to be found again sooner, and of the archive, which no page has."""
    linecache.clearcache()
    logging._handlerList.clear()  # type: ignore[attr-defined]
    re.purge()
    zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]
    sys.path[:] = [one for one in sys.path if not one.endswith(".zip")]
    sys.path_importer_cache.clear()
    sys._clear_internal_caches()  # type: ignore[attr-defined]
    known = {"names": sys.stdlib_module_names.union(_NOT_STANDARD), "end": posix.abort}
    sys.meta_path.append(types.SimpleNamespace(find_spec=types.FunctionType(_not_here.__code__, known)))
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        old = getattr(sys, name)
        raw = io.FileIO(number, "w" if number else "r", closefd=False)
        buffered = (io.BufferedWriter if number else io.BufferedReader)(raw, _BUFFER)
        stream = io.TextIOWrapper(buffered, old.encoding, old.errors, line_buffering=old.line_buffering)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
