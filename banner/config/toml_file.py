"""Reads a file of TOML, and says what is wrong with one that cannot be read."""

from __future__ import annotations

import codecs
import os
import re
import tomllib
from typing import TYPE_CHECKING

from banner.config.places import Lines, NotFoundError, Twice, lines
from banner.config.problems import NOTHING, Errors, Problem

if TYPE_CHECKING:
    from pathlib import Path

_WIDE = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_QUOTES = "“”„‟«»‘’‚‛′″`´"
_RUN_INIT = "run init, which writes one to start from"
_MOST = 80  # letters of a line that is shown
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_REMEDIES = {
    "Expected '='": "write KEY = VALUE; a key of anything but letters, digits, _ and - stands in quotes",
    "Unescaped '\\'": r"write each \ twice, or put the text into single quotes",
    "Invalid hex value": r"write each \ twice, or put the text into single quotes",
    "Illegal character '\\n'": "a text ends nowhere; close it with the quotation mark that it starts with",
    "Unterminated": "a text ends nowhere; close it with the quotation mark that it starts with",
    'Expected "\'"': "a text ends nowhere; close it with the quotation mark that it starts with",
    "Unclosed": "a list or an inline table ends nowhere, or lacks a comma; close it with ] or }",
    "Expected newline": "write one key in each line, and several values as a list: [1, 2]",
    "Expected ']": "close the name of a table with ], and that of a list of tables with ]]",
}
_SIGNS = {"<<<<<<<", "=======", ">>>>>>>"}


def read(file: Path) -> Errors:
    """Read *file*; what cannot be read is among the problems of the result, which has no values then."""
    errors = Errors(file)
    text = _text(errors)
    if errors.problems:
        return errors
    if not text.strip():
        _tell(errors, None, f"this file is empty; {_RUN_INIT}")
        return errors
    try:
        errors.values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _explain(errors, text, str(error))
    except RecursionError:
        _tell(
            errors,
            None,
            "this is nested too deeply; write no more levels of lists and tables than a key takes",
        )
    else:
        errors.lines = _lines(text)
    return errors


def _tell(errors: Errors, line: int | None, remedy: str) -> None:
    errors.problems.append(Problem(errors.file, line, (), NOTHING, "", remedy))


def _text(errors: Errors) -> str:
    """Return the text of the file, or note why there is none."""
    file = errors.file
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        _tell(
            errors, None, f"cannot be read: there is no such file; {_RUN_INIT}, or name another with --config"
        )
    except IsADirectoryError:
        _tell(errors, None, f"cannot be read: this is a folder; name the file in it: {file / 'consent.toml'}")
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        if os.path.isdir(file):  # noqa: PTH112 - Windows says that it is not permitted; a name may be none
            said = "this is a folder"
        _tell(errors, None, f"cannot be read: {said}; see that this is a file, and that it can be read")
    else:
        return _decoded(errors, content)
    return ""


def _decoded(errors: Errors, content: bytes) -> str:
    for mark, name in _WIDE.items():
        if content.startswith(mark):
            _tell(errors, None, f"cannot be read: this is {name}; save the file as UTF-8")
            return ""
    if b"\0" in content:
        name = "no text, or UTF-16"
        _tell(errors, None, f"cannot be read: this is {name}; name a text file, and save it as UTF-8")
        return ""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start : error.start + 1]
        letter = byte.decode("cp1252", errors="ignore")
        guess = f", which is {letter} in Windows-1252" if letter.isprintable() and letter else ""
        remedy = f"cannot be read: byte 0x{byte.hex()}{guess}, is no UTF-8; save the file as UTF-8"
        _tell(errors, line, remedy)
        return ""


def _lines(text: str) -> Lines:
    try:
        return lines(text)
    except (NotFoundError, RecursionError):
        return Lines()  # messages without lines are better than none


def _explain(errors: Errors, text: str, said: str) -> None:
    """Note why *text* is no TOML, of which the reader has *said* something."""
    twice = _lines(text).twice
    if twice:
        for one in twice:
            errors.problems.append(Problem(errors.file, one.line, one.place, NOTHING, "", _twice(one)))
        return
    rows = text.rstrip("\n").split("\n")
    line, column = _spot(rows, said)
    row = rows[line - 1]
    remedy = _remedy(row, column, _AT.sub("", said))
    _tell(errors, line, f"this is no TOML: {row.strip()[:_MOST]}: {remedy}")


def _spot(rows: list[str], said: str) -> tuple[int, int]:
    """Return line and column, from 1, of what the reader has *said* of a text of these *rows*."""
    found = _AT.search(said)
    if found and found[1]:
        return min(int(found[1]), len(rows)), int(found[2])
    # The reader has gone on to the end of the file for the mark that it misses.
    odd = [number for number, row in enumerate(rows, 1) if row.count("'") % 2]
    line = odd[0] if odd and said.startswith('Expected "\'"') else len(rows)
    return line, len(rows[line - 1]) + 1


def _twice(one: Twice) -> str:
    key = str(one.place[-1])
    if "[[]]" in one.kinds:
        return (
            f"is a list of tables, and written in another way in line {one.first}; write [[{key}]] each time"
        )
    if one.kinds == ("[]", "[]"):
        return f"this table stands twice, in line {one.first} and here; put all its keys under one [{key}]"
    return f"this key stands twice, in line {one.first} and here; leave one of them out"


def _remedy(row: str, column: int, said: str) -> str:
    """Return what to do about the *row* of which the reader has *said* that it cannot be, at *column*."""
    rest = row[column - 1 :].partition("#")[0].strip()
    curly = next((letter for letter in row if letter in _QUOTES), "")
    if row[:7] in _SIGNS:
        return "two versions of this file were not merged; choose one, and delete the marks of the other"
    if curly and not re.search(f"[\"'][^\"']*{curly}", row):
        return f'{curly} is no quotation mark of TOML; write straight ones: "…"'
    if said.startswith("Invalid value"):
        return _remedy_of_value(rest)
    for start, remedy in _REMEDIES.items():
        if said.startswith(start):
            return remedy
    return f"{said[:1].lower()}{said[1:]}; write KEY = VALUE, [table] or [[list of tables]]"


def _remedy_of_value(rest: str) -> str:
    if rest.lower() in ("true", "false", "yes", "no", "on", "off"):
        return "write true or false, in small letters"
    if re.match(r"[^\W\d]", rest):
        return f'write a text in quotes: "{rest}"'
    return 'write a value behind the =: a text in quotes, a number, true, false, or a list: ["…", "…"]'
