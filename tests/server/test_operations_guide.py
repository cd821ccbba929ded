"""The unit of systemd and the container of the guide, as far as they can be tried without either."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.behind import GUIDE
from tests.server.programs import ENVIRONMENT, SERVER, started
from tests.server.standalone import deploy


def block(language: str) -> str:
    """The first block of that *language* in the guide."""
    found = re.search(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_systemd_has_nothing_to_say_of_the_unit(tmp_path: Path) -> None:
    systemd = shutil.which("systemd-analyze")
    if systemd is None:
        pytest.skip("there is no systemd on this machine")
    name = re.match(r"# /etc/systemd/system/(\S+)\n", unit := block("ini"))
    assert name
    file = tmp_path / name[1]
    # It looks whether the program is there.
    file.write_text(unit.replace("/opt/consent/bin/consent-banner", sys.executable), encoding="utf-8")
    told = subprocess.run(
        [systemd, "verify", "--man=no", file], check=False, capture_output=True, text=True, timeout=60
    )

    # Whatever other units of this machine have to be told of is not ours.
    assert [line for line in told.stderr.splitlines() if name[1] in line] == []


@pytest.mark.thorough
def test_the_container_starts_the_server_and_knows_that_it_is_well(
    dist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = dict(re.findall(r"^([A-Z]+) (.*)$", block("dockerfile"), re.MULTILINE))
    name, value = lines["ENV"].split("=")
    monkeypatch.setitem(ENVIRONMENT, name, value)
    program, command, folder = json.loads(lines["ENTRYPOINT"])
    assert ["consent-banner", command] == [program, SERVER[-1]]
    assert lines["COPY"] == f"dist/consent {folder}"

    deploy(dist)
    with started(dist.parent) as server:
        assert server.log()[0]["address"].startswith("http://0.0.0.0:")
        python, *options = json.loads(lines["HEALTHCHECK"].removeprefix("CMD "))
        here = [option.replace(f":{lines['EXPOSE']}/", f":{server.port}/") for option in options]
        assert python == "python"
        assert subprocess.run([sys.executable, *here], check=False).returncode == 0
        server.process.kill()
        server.process.wait()
        ended = subprocess.run([sys.executable, *here], check=False, stderr=subprocess.DEVNULL)
        assert ended.returncode == 1
