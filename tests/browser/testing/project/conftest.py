"""What this site's tests share: the browser, and that no test needs the internet."""

import os

import pytest


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The browser that is installed here."""
    return {**browser_type_launch_args, "executable_path": os.environ["BROWSER"], "args": ["--no-sandbox"]}


@pytest.fixture(autouse=True)
def asked(page, consent):
    """What the vendors were asked for."""
    return consent(page).stub_vendors()
