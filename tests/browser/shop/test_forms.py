"""The forms of the shop say what has happened, and beside the field what is wrong with it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

# A field that is wrong, what stands under it, and what a screen reader reads with it.
WRONG = """() => [...document.querySelectorAll('main [aria-invalid=true]')].map((field) => {
  const error = document.getElementById(field.getAttribute('aria-describedby').split(' ').pop());
  const gap = error.getBoundingClientRect().top - field.getBoundingClientRect().bottom;
  return [field.id, error.checkVisibility() && error.innerText, gap >= 0 && gap < 20];
})"""


def send(page: Page, form: str, email: str, password: str) -> None:
    """Fill in one of the two forms of the account page, and send it."""
    page.fill(f"#{form}-email", email)
    page.fill(f"#{form}-password", password)
    page.click(f"form[action$={form}] button")


@pytest.mark.thorough
def test_what_has_been_done_with_an_account_is_said_in_sight_and_once(visitor: Visitor) -> None:
    who = (f"{time.time_ns()}@example.com", "correct horse")
    page = visitor.visit("account").press("deny-all").settled("denied").page
    said = page.locator(".note")

    send(page, "register", *who)
    said.wait_for()
    assert said.inner_text().startswith("You can log in now.")
    page.reload()
    assert said.count() == 0
    send(page, "login", *who)
    said.wait_for()
    assert said.inner_text() == "You are logged in."
    page.fill("#password-password", who[1])
    page.fill("#password-new", "another horse")
    page.click("form[action$=password] button")
    page.locator(".note", has_text="Everywhere else you are logged out.").wait_for()
    page.click("main button")
    page.locator(".note", has_text="You are logged out.").wait_for()
    send(page, "login", who[0], "another horse")
    page.click("summary")
    page.fill("#delete-password", "wrong horse")
    page.click("form[action$=delete] button")
    page.locator("details[open] #delete-password-error").wait_for()
    page.fill("#delete-password", "another horse")
    page.click("form[action$=delete] button")
    page.locator(".note", has_text="Your account is deleted.").wait_for()


@examples(
    ("form", "email", "password", "fields"),
    [
        pytest.param(
            "register", "anna", "short", ["register-email", "register-password"], id="two are wrong"
        ),
        pytest.param("register", "anna@example.com", "short", ["register-password"], id="a short password"),
        pytest.param("register", "", "correct horse", ["register-email"], id="no address"),
        pytest.param("login", "nobody@example.com", "wrong password", ["login-password"], id="no account"),
    ],
    run=["two are wrong", "no account"],
)
def test_what_is_wrong_stands_beside_its_field_which_has_the_focus(
    visitor: Visitor, form: str, email: str, password: str, fields: list[str]
) -> None:
    page = visitor.visit("account").press("deny-all").settled("denied").page
    send(page, form, email, password)
    page.wait_for_function(
        "(id) => document.activeElement?.id === id && document.readyState === 'complete'", arg=fields[0]
    )
    found = page.evaluate(WRONG)

    assert [field for field, _, _ in found] == fields
    assert [(told, beside) for _, told, beside in found if not (told and beside)] == []
    assert page.input_value(f"#{form}-email") == email
    assert page.input_value(f"#{form}-password") == ""
