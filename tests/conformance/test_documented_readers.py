"""The readers that the guide has for other languages find what has to be found, as they stand there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from banner.toolchain import environment
from tests.conformance import vectors
from tests.conformance.vectors import Vector
from tests.conformance.written import ASKED, header
from tests.garble import garblings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

GUIDE = environment.ROOT / "site/docs/guide/reading-the-consent.md"
MOST_LINES = 39
# Each reads the vectors from its standard input, and writes what it has found.
PROGRAMS = {
    "js": """
import { grantedServices } from "./reader.mjs";

let text = "";
for await (const part of process.stdin.setEncoding("utf8")) text += part;
const { asked, cases } = JSON.parse(text);
console.log(JSON.stringify(cases.map((one) => grantedServices(asked[one.asked], one.header, one))));
""",
    "php": r"""<?php
require 'reader.php';
['asked' => $asked, 'cases' => $cases] = json_decode(stream_get_contents(STDIN), true);
$byte = fn($found) => chr((ord($found[0][0]) & 3) << 6 | ord($found[0][1]) & 63);
$bytes = fn($text) => preg_replace_callback('/[\xC2\xC3][\x80-\xBF]/', $byte, $text);
echo json_encode(array_map(fn($one) => granted_services(
    $asked[$one['asked']], $bytes($one['header']), $one['https'], $one['gpc'], $one['now']), $cases));
""",
    "ruby": """
require_relative "reader"

file = JSON.parse($stdin.set_encoding("UTF-8").read)
found = file["cases"].map do |one|
  header = one["header"].encode("ISO-8859-1")
  granted_services(file["asked"][one["asked"]], header, https: one["https"], gpc: one["gpc"], now: one["now"])
end
puts JSON.generate(found)
""",
}
SUFFIXES = {"js": "mjs", "php": "php", "ruby": "rb"}
every_language = pytest.mark.parametrize("language", PROGRAMS)


def reader(language: str) -> str:
    """Return the one reader in *language* that the guide has."""
    text = GUIDE.read_text(encoding="utf-8")
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (found,) = [block for block in blocks if "what is asked." in block]
    return str(found)


def interpreter(language: str) -> str:
    """Return the program that runs *language*; skips where the machine has none."""
    found = str(environment.node()) if language == "js" else shutil.which(language)
    if not found:
        pytest.skip(f"there is no {language} on this machine")
    return found


def wrong(language: str, cases: Iterable[Vector], folder: Path) -> dict[str, object]:
    """Return what the reader in *language* finds in *cases* where something else has to be found."""
    program = interpreter(language)
    suffix = SUFFIXES[language]
    (folder / f"reader.{suffix}").write_text(reader(language), encoding="utf-8")
    (folder / f"run.{suffix}").write_text(PROGRAMS[language], encoding="utf-8")
    told = list(cases)
    done = subprocess.run(
        [program, f"run.{suffix}"],
        cwd=folder,
        input=json.dumps({"asked": ASKED, "cases": [asdict(one) for one in told]}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    found = json.loads(done.stdout)
    return {one.name: got for one, got in zip(told, found, strict=True) if got != one.granted}


@every_language
def test_a_reader_in_the_guide_finds_in_each_request_what_has_to_be_found(
    language: str, tmp_path: Path
) -> None:
    assert wrong(language, vectors.read(), tmp_path) == {}


@pytest.mark.thorough
@every_language
def test_a_reader_in_the_guide_grants_nothing_for_what_is_garbled_unless_the_core_does(
    language: str, tmp_path: Path
) -> None:
    texts = [one for one in garblings(header(), 20_000, seed=7) if max(one, default="") <= "\xff"]
    cases = [vectors.answered(f"garbled {number}", text) for number, text in enumerate(texts)]

    assert wrong(language, cases, tmp_path) == {}


@every_language
def test_a_reader_in_the_guide_is_short(language: str) -> None:
    lines = reader(language).splitlines()

    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= 130
