"""The plugin of pytest, in a small project of its own, and what it says where something is missing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from banner.build import pipeline
from banner.serve import local
from banner.toolchain import environment
from tests.support import browsers

PROJECT = Path(__file__).parent / "project"


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The project, whose site is built and served: its folder and its address."""
    folder = tmp_path_factory.mktemp("bakery") / "project"
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns("__pycache__"))
    pipeline.build(folder / "consent.toml", folder / "dist")
    with local.running(local.static(folder / "dist")) as base:
        yield folder, base


@pytest.fixture
def run(bakery: tuple[Path, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs pytest in the project, as somebody does who has installed the plugin."""
    folder, base = bakery

    def start(*options: str, url: str = base) -> subprocess.CompletedProcess[str]:
        plugins = ["-p", "banner.testing.plugin", "-p", "no:randomly", "-p", "no:cacheprovider"]
        return subprocess.run(
            [sys.executable, "-m", "pytest", *plugins, "--base-url", url, *options],
            cwd=folder,
            env={
                **{key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")},
                "PYTHONPATH": str(environment.ROOT),
                "BROWSER": str(browsers.program("chromium")),
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return start


@pytest.fixture
def written(bakery: tuple[Path, str]) -> Iterator[Callable[[str], str]]:
    """Writes one more test into the project, and gives its name."""
    file = bakery[0] / "test_more.py"

    def write(text: str) -> str:
        file.write_text("import pytest\n\n" + text, encoding="utf-8")
        return file.name

    yield write
    file.unlink()


@pytest.mark.long
def test_a_project_of_its_own_uses_all_of_it(run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    told = run()

    assert told.returncode == 0, told.stdout + told.stderr
    assert "9 passed" in told.stdout


@pytest.mark.thorough
def test_the_example_of_the_guide_holds(
    run: Callable[..., subprocess.CompletedProcess[str]], written: Callable[[str], str]
) -> None:
    guide = (environment.ROOT / "site/docs/guide/testing.md").read_text(encoding="utf-8")
    part = guide.partition("\n## With pytest\n")[2].partition("\n## ")[0]
    (example,) = re.findall(r"^```python\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
    told = run(written(example))

    assert told.returncode == 0, told.stdout


@pytest.mark.thorough
def test_every_name_of_the_plugin_is_in_the_guide(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    guide = (environment.ROOT / "site/docs/guide/testing.md").read_text(encoding="utf-8")
    told = run("--help").stdout
    names = {
        *re.findall(r"--consent[a-z-]*", told),
        *re.findall(r"^  (consent[a-z_]*) \(", told, re.MULTILINE),
    }

    assert len(names) == 6
    assert {name for name in names if f"`{name}`" not in guide} == set()


@pytest.mark.thorough
def test_the_options_and_the_marker_are_told(run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    assert {"--consent-site=", "--consent-url=", "--consent=", "consent_site"} <= {
        word for line in run("--help").stdout.splitlines() for word in re.findall(r"-*consent[-_=a-z]*", line)
    }
    assert "@pytest.mark.consent(" in run("--markers").stdout


@pytest.mark.thorough
def test_an_option_decides_for_tests_that_say_nothing(
    run: Callable[..., subprocess.CompletedProcess[str]], written: Callable[[str], str]
) -> None:
    name = written(
        'def test_denied(page, consent):\n    page.goto("/")\n    consent(page).expect_denied("google")\n'
    )
    told = run("--consent=deny", name)

    assert told.returncode == 0, told.stdout


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("test", "options", "words"),
    [
        ('@pytest.mark.consent("agree")\ndef test_it(page): pass', [], "the decision 'agree'"),
        (
            '@pytest.mark.consent(granted=["gogle"])\ndef test_it(page): pass',
            [],
            "gogle: write some of google,",
        ),
        (
            '@pytest.mark.consent("deny", region="Texas")\ndef test_it(page): pass',
            [],
            "region: 'Texas': write a country, or a part of one",
        ),
        (
            '@pytest.mark.consent("deny")\ndef test_it(page): pass',
            ["--consent-site=nowhere"],
            "this is no banner",
        ),
    ],
    ids=["word", "service", "region", "site"],
)
def test_a_mistake_says_what_to_write(
    run: Callable[..., subprocess.CompletedProcess[str]],
    written: Callable[[str], str],
    test: str,
    options: list[str],
    words: str,
) -> None:
    told = run(written(test + "\n"), *options)

    assert told.returncode == 1
    assert words in told.stdout


@pytest.mark.thorough
def test_a_login_stays_beside_the_decision(
    run: Callable[..., subprocess.CompletedProcess[str]],
    written: Callable[[str], str],
    bakery: tuple[Path, str],
) -> None:
    name = written(f"""
STATE = {{"cookies": [], "origins": [{{"origin": "{bakery[1].rstrip("/")}",
    "localStorage": [{{"name": "token", "value": "mine"}}]}}]}}

@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {{**browser_context_args, "storage_state": STATE}}

@pytest.mark.consent("accept")
def test_logged_in(page, consent):
    page.goto("/")
    consent(page).expect_granted("google")
    assert page.evaluate("localStorage.token") == "mine"
""")
    told = run(name)

    assert told.returncode == 0, told.stdout


@pytest.mark.thorough
def test_a_page_of_ones_own_can_be_consented(
    run: Callable[..., subprocess.CompletedProcess[str]],
    written: Callable[[str], str],
    bakery: tuple[Path, str],
) -> None:
    name = written(f"""
@pytest.fixture
def page(browser):
    context = browser.new_context(base_url="{bakery[1]}")
    yield context.new_page()
    context.close()

def test_own(consented_page, consent):
    consented_page.goto("/")
    consent(consented_page).expect_granted("youtube")
""")
    told = run(name)

    assert told.returncode == 0, told.stdout
