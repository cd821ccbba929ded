"""A release is the same wherever it is made, and is all that an owner needs: no Node, no clone."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import time
import venv
import zipfile
from pathlib import Path

import pytest

from banner import __version__, config
from banner.build import compression, pipeline, publish
from banner.core.consent import Consent
from banner.core.record import encode
from banner.toolchain import environment, release
from tests.build.test_build import contents

pytestmark = pytest.mark.long

ROOT = environment.ROOT
DEMO = ROOT / "site/demo/consent.toml"
SOURCES = ("banner", "site", "tests", "build.py", "pyproject.toml")
TEXTS = ("README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", ".gitignore")
# Another builder, in a place and with words of their own.
ELSEWHERE = {
    "TZ": "Asia/Kathmandu",
    "LANG": "de_DE.UTF-8",
    "LC_ALL": "C.UTF-8",
    "HOME": "/nowhere",
    "USER": "somebody",
}
RELEASE = """
import sys
from pathlib import Path
from banner.toolchain import release
release.make(Path(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def released(shared: Path) -> Path:
    """A release of this clone, which one process of pytest makes for all."""
    out = shared / "release"
    out.mkdir(exist_ok=True)
    with publish.alone(out):
        if not (out / "SHA256SUMS").exists():
            release.make(out)
    return out


@pytest.fixture(scope="module")
def wheel(released: Path) -> Path:
    """Its wheel."""
    return next(released.glob("*.whl"))


@pytest.mark.thorough
def test_neither_folder_nor_time_zone_nor_language_of_the_builder_changes_a_byte_of_a_release(
    released: Path, tmp_path: Path
) -> None:
    clone = tmp_path / "another folder"
    clone.mkdir(mode=0o700)
    for name in (*SOURCES, *TEXTS):
        ignored = shutil.ignore_patterns("__pycache__")
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, clone / name, **({"ignore": ignored} if copy is shutil.copytree else {}))
    shutil.rmtree(clone / "banner/assets")
    (clone / ".venv").mkdir()
    # To compress well takes long, and what depends on its inputs alone is kept in the cache.
    for name in ("npm", "lib", "cache"):
        (clone / ".venv" / name).symlink_to((environment.VENV / name).resolve())
    subprocess.run(
        [sys.executable, "-c", RELEASE, str(tmp_path / "there")],
        cwd=clone,
        env={**os.environ, **ELSEWHERE, "PYTHONPATH": str(clone)},
        umask=0o077,
        check=True,
    )

    assert contents(tmp_path / "there") == contents(released)
    assert len(contents(released)) == 4


def test_a_release_tells_nothing_of_its_builder(wheel: Path) -> None:
    marks = [*(str(path).encode() for path in (ROOT, environment.VENV.resolve())), b"snapshot.mjs"]
    packed = zipfile.ZipFile(wheel)

    for name in packed.namelist():
        data = packed.read(name)
        plain = gzip.decompress(data) if name.endswith((".gz", ".memory")) else data
        assert [mark for mark in marks if mark in plain] == [], name


def test_the_sums_of_a_release_hold(released: Path) -> None:
    lines = (released / "SHA256SUMS").read_text(encoding="utf-8").splitlines()

    assert {line[66:]: line[:64] for line in lines} == {
        name: digest for name, digest in contents(released).items() if name != "SHA256SUMS"
    }


def test_a_release_tells_what_it_consists_of(released: Path, wheel: Path) -> None:
    told = json.loads((released / "consent-banner.cdx.json").read_text(encoding="utf-8"))
    components = {one["name"]: one for one in told["components"]}
    packed = zipfile.ZipFile(wheel)

    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert {"pyodide", "MicroPython", "@pyscript/core", "polyscript", "tree-sitter"} <= components.keys()
    assert components["third-party-web"]["licenses"] == [{"license": {"id": "MIT"}}]
    assert components["Open Cookie Database"]["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert components["public suffix list"]["licenses"] == [{"license": {"id": "MPL-2.0"}}]
    assert len(components["pyodide"]["hashes"][0]["content"]) == 128
    refs = [one["bom-ref"] for one in told["components"]]
    assert told["dependencies"][0]["dependsOn"] == refs
    assert len(refs) == len(set(refs))
    licences = [name for name in packed.namelist() if "/licenses/" in name]
    assert {name.rpartition("/")[2] for name in licences} >= {
        "LICENSE",
        "licences.pyodide.txt",
        "cookie_names.LICENSE",
        "public_suffix_list.LICENSE",
        "third_parties.LICENSE",
    }
    assert "banner/catalogue/third_parties.json" in packed.namelist()
    assert "banner/catalogue/public_suffix_list.dat" in packed.namelist()
    assert any(name.endswith("/sboms/consent-banner.cdx.json") for name in packed.namelist())


def test_a_wheel_has_nothing_of_the_toolchain(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert [name for name in names if name.startswith(("banner/toolchain", "banner/client", "tests"))] == []
    assert not any(name.endswith((".mjs", ".po", ".map")) for name in names)


def test_a_wheel_has_all_that_servers_import(wheel: Path) -> None:
    server = environment.ROOT / "banner/server"
    modules = {file.relative_to(environment.ROOT).as_posix() for file in server.rglob("*.py")}

    assert "banner/server/django/templatetags/consent_banner.py" in modules
    assert modules <= set(zipfile.ZipFile(wheel).namelist())


def test_a_wheel_brings_the_plugin_of_pytest_and_all_that_it_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        (entries,) = [name for name in files.namelist() if name.endswith("/entry_points.txt")]
        told = files.read(entries).decode()

        assert "[pytest11]\nconsent-banner = banner.testing.plugin\n" in told
        assert {"banner/testing/sight.js", "banner/py.typed"} <= set(files.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The programs of an environment that the wheel was installed into, and how many bytes that took."""
    folder = tmp_path_factory.mktemp("empty") / "environment"
    venv.create(folder)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    before = weight(folder)
    pip = [sys.executable, "-m", "pip", "--python", programs / "python", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", wheel], check=True, env=without_node(programs))
    return programs, weight(folder) - before


def weight(folder: Path) -> int:
    """The bytes of all files below *folder*."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def without_node(programs: Path) -> dict[str, str]:
    """Return an environment in which nothing is found but the *programs*, and nothing of this clone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
    return {**kept, "PATH": str(programs)}


def test_what_is_installed_takes_less_than_40_megabytes(installed: tuple[Path, int]) -> None:
    assert installed[1] < 40_000_000


def test_what_is_installed_builds_the_same_as_a_clone_without_node(
    installed: tuple[Path, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The environment has neither of the two that compress better.
    monkeypatch.setattr(compression, "_module", lambda _: None)
    pipeline.build(DEMO, tmp_path / "here")
    programs, _ = installed
    subprocess.run(
        [programs / "consent-banner", "build", "--config", DEMO, "--out", tmp_path / "there"],
        cwd=tmp_path,
        env=without_node(programs),
        check=True,
        capture_output=True,
    )

    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_what_is_installed_writes_checks_and_builds_a_first_declaration(
    installed: tuple[Path, int], tmp_path: Path
) -> None:
    programs, _ = installed

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [programs / "consent-banner", *arguments]
        kept = without_node(programs)
        return subprocess.run(
            command, cwd=tmp_path, env=kept, capture_output=True, encoding="utf-8", check=False
        )

    assert run("--version").stdout == f"consent-banner {__version__}\n"
    assert run("init", "--use", "google:analytics_id=G-ABC1234567", "--language", "en,de").returncode == 0
    assert run("check").returncode == 0
    assert run("build").returncode == 0
    assert (tmp_path / "dist/consent/consent.js").exists()
    serving = run("serve", "--port", "0")
    assert (serving.returncode, serving.stdout) == (2, "")
    assert 'pip install "consent-banner[server]"' in serving.stderr


def test_a_release_has_the_version_that_the_command_tells(wheel: Path) -> None:
    assert wheel.name == f"consent_banner-{__version__}-py3-none-any.whl"


_READS = """
import sys
from pathlib import Path
from banner import __version__, config
from banner.build import asked
from banner.server.deployed import Build
from banner.server.cookie import wsgi_consent
from banner.server.wsgi import request_consent
environ = {"HTTP_COOKIE": sys.argv[2]}
site = config.read(Path(sys.argv[1]))
print(wsgi_consent(environ, site.declaration, site.cookies).granted)
asked.write(site, Path(sys.argv[3]))
print(request_consent(environ, Build(sys.argv[3])).services)
"""


def test_what_is_installed_reads_the_consent_of_a_request_without_any_extra(
    installed: tuple[Path, int], tmp_path: Path
) -> None:
    programs, _ = installed
    asked = tuple(one.id for one in config.read(DEMO).declaration.optional())
    revision = config.read(DEMO).declaration.revision
    given = Consent("a1", int(time.time() * 1000), "accept-all", "banner", revision, asked, ())
    command = [programs / "python", "-c", _READS, DEMO, f"consent={encode(given)}", tmp_path]
    done = subprocess.run(
        command, env=without_node(programs), check=True, capture_output=True, encoding="utf-8"
    )

    assert done.stdout.splitlines() == [str(asked)] * 2
