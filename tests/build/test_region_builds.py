"""A build with rules per region: each has files of its own, and a site without them carries nothing."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from banner import resources
from banner.build import javascript, pipeline, prerender
from banner.config.site_config import read as read_config
from banner.toolchain import environment
from tests.build.conftest import GOOD
from tests.build.test_regions import LOOKED_UP, REGIONS

if TYPE_CHECKING:
    from pathlib import Path


def built(folder: Path, text: str) -> tuple[str, Path]:
    """Return ``consent.js`` of a declaration given as *text*, and the folder that it is in."""
    folder.mkdir(exist_ok=True)
    (folder / "consent.toml").write_text(text, encoding="utf-8")
    pipeline.build(folder / "consent.toml", folder / "dist")
    consent = folder / "dist/consent"
    return (consent / "consent.js").read_text(encoding="utf-8"), consent


def chosen(codes: list[str | None]) -> list[Any]:
    """Return what the page side chooses for each of *codes*, in the regions of the test's declaration."""
    expression = prerender.filled(
        resources.text("region.js"),
        [
            '{mode:"asked",same:1}',
            '[{},{mode:"opt-out"},{mode:"notice"}]',
            javascript.nested({"US": 1, "CA": 1, "GB": 2, "US-TX": 0}),
        ],
    )
    script = f"""
      const dataset = {{}};
      class Document {{ get documentElement() {{ return {{ dataset }}; }} }}
      globalThis.Document = Document;
      globalThis.document = new Document();
      globalThis.MutationObserver = class {{ observe() {{}} }};
      Object.prototype.XX = 1;
      Object.prototype.DE = 1;
      const found = {json.dumps(codes)}.map((code) => {{
        delete dataset.consentRegion;
        if (code !== null) dataset.consentRegion = code;
        const {{ mode, same }} = {expression};
        return [mode, same];
      }});
      console.log(JSON.stringify(found));
    """
    ended = subprocess.run(
        [environment.node(), "--input-type=module", "-"],
        input=script,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.stderr == ""
    return list(json.loads(ended.stdout))


@pytest.mark.law("E1")
def test_the_page_side_finds_the_rules_that_python_finds(tmp_path: Path) -> None:
    file = tmp_path / "consent.toml"
    file.write_text(REGIONS, encoding="utf-8")
    site = read_config(file)
    codes = [code for code, _ in LOOKED_UP]

    assert chosen([None, *codes]) == [["asked", 1], *([mode, 1] for _, mode in LOOKED_UP)]
    assert [site.in_region(code).declaration.mode for code in codes] == [mode for _, mode in LOOKED_UP]


def test_each_region_has_its_own_build_texts_and_python(tmp_path: Path) -> None:
    script, folder = built(tmp_path, REGIONS)
    found = {
        key: re.findall(rf'\b{key}:"([^"]+)"', script) for key in ("build", "notice_hash", "python", "extras")
    }

    for key, values in found.items():
        assert len(set(values)) == 3, key
    for address in found["python"] + found["extras"]:
        assert (folder / address.partition("#")[0]).exists()
    for digest in found["notice_hash"]:
        assert (folder / f"notices/{digest}.json").exists()
    assert len(list(folder.glob("files/banner.*.py"))) == 3
    # Nothing else is in it twice.
    assert script.count("asked:[") == 1
    assert script.count("css:") == 1
    (revision,) = set(re.findall(r'revision:"([0-9a-f]+)"', script))
    modes = {one.group(1) for one in re.finditer(rf'revision:"{revision}-([^"]+)"', script)}
    assert "opt-out" in modes
    # With notice it also says of what.
    assert any(re.fullmatch("notice-[0-9a-f]{8}", one) for one in modes)


def test_python_is_waited_for_only_where_nothing_is_on_by_itself(tmp_path: Path) -> None:
    script, _ = built(tmp_path, REGIONS)

    assert script.count('start:"idle"') == 2


def test_regions_with_the_same_rules_share_their_files(tmp_path: Path) -> None:
    more = REGIONS + '\n[[regions]]\ncodes = ["MX"]\nmode = "opt-out"\n'
    _, folder = built(tmp_path, more)

    assert len(list(folder.glob("files/banner.*.py"))) == 3


def test_a_site_that_asks_everywhere_carries_nothing_of_it(tmp_path: Path) -> None:
    script, folder = built(tmp_path / "plain", GOOD)
    asked, _ = built(tmp_path / "asked", GOOD + '\n[[regions]]\ncodes = ["US"]\nmode = "asked"\n')

    assert "consentRegion" not in script
    assert len(list(folder.glob("files/banner.*.py"))) == 1
    assert len(asked) - len(script) < 600


def test_two_other_modes_weigh_800_bytes_at_most(tmp_path: Path) -> None:
    _, plain = built(tmp_path / "plain", GOOD)
    _, folder = built(tmp_path / "regions", REGIONS)
    weights = [(one / "consent.js.gz").stat().st_size for one in (plain, folder)]

    assert weights[1] - weights[0] <= 800
