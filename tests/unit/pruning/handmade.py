"""A program made by hand: it doubles, halves and gives up; and what Node says of programs."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path
from typing import Any

from banner.toolchain import environment
from banner.toolchain.pruning import wasm

# () → (), (i32) → i32
_TYPES = b"\2\x60\0\0\x60\1\x7f\1\x7f"
_IMPORTS = b"\3\3env\4tell\0\0\3env\6memory\2\1\1\2\3env\6number\3\x7f\0"
_FUNCTIONS = b"\3\1\1\0"
# One of its own beside the one from outside: 7.
_GLOBALS = b"\1\x7f\1\x41\7\x0b"
_EXPORTS = b"\3\6double\0\1\4half\0\2\4stop\0\3"
# local.get 0, 2, mul; the same by a local of its own, and div; call tell.
_DOUBLE = b"\0\x20\0\x41\2\x6c\x0b"
_HALF = b"\1\1\x7f\x20\0\x21\1\x20\1\x41\2\x6d\x0b"
_STOP = b"\0\x10\0\x0b"
BODIES = [_DOUBLE, _HALF, _STOP]
_CODE = b"\3" + b"".join(bytes([len(one)]) + one for one in BODIES)
_NAMED = b"\4name"
PROGRAM = b"\0asm\1\0\0\0" + b"".join(
    bytes([kind, len(content)]) + content
    for kind, content in (
        (1, _TYPES),
        (2, _IMPORTS),
        (3, _FUNCTIONS),
        (6, _GLOBALS),
        (7, _EXPORTS),
        (10, _CODE),
        (0, _NAMED),
    )
)
# In the place of "double": above 3 it chooses among 10, 20 and 30 by a table, 0 gives 7, and all else is
# multiplied by 5 until it is 50 or more, and 1 added.
_BRANCHES = bytes.fromhex(
    """00 0240 2000 4103 4a 0d00
       2000 0440 0340 2000 4105 6c 2100 2000 4132 48 0d00 0b 05 4107 0f 0b
       2000 4101 6a 0f 0b
       0240 0240 0240 2000 4104 6b 0e02 00 01 02 0b 410a 0f 0b 4114 0f 0b
       44 0000000000003e40 fc02 0b"""
)
BRANCHING = wasm.encode(
    wasm.with_content(wasm.parse(PROGRAM), wasm.CODE, wasm.of_items([_BRANCHES, *BODIES[1:]]))
)
_RUN = Path(__file__).with_name("run.mjs")


def run(program: bytes, *calls: tuple[str, int]) -> dict[str, Any]:
    """Return what each of *calls* gives, the traps among it, and what the exported globals hold then."""
    given = {"program": base64.b64encode(program).decode(), "calls": calls}
    ended = subprocess.run(
        [environment.node(), _RUN], input=json.dumps(given), capture_output=True, encoding="utf-8", check=True
    )
    told: dict[str, Any] = json.loads(ended.stdout)
    return told
