"""What all page objects have whose drivers wait by themselves."""

from __future__ import annotations

import abc
import contextlib
from typing import TYPE_CHECKING, Any, TypeVar

from banner.testing.steps import NotDoneError, Steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.testing.forge import StorageState
    from banner.testing.steps import Command, Walk

T = TypeVar("T")


class SynchronousBanner(abc.ABC):
    """Banner that pages call *name*, under a driver that waits by itself.

    Every method raises :class:`~banner.testing.errors.ConsentError` where the banner is not as it expects.
    """

    def __init__(self, name: str) -> None:
        self._steps = Steps(name)

    @abc.abstractmethod
    def _perform(self, command: Command) -> Any:
        """Perform *command*, and return its result. Raises :class:`NotDoneError`."""

    def accept_all(self) -> None:
        """Accept all: in the banner while it asks, else in the preferences. Return once that is recorded."""
        self._walk(self._steps.accept_all())

    def deny_all(self) -> None:
        """Deny all: in the banner while it asks, else in the preferences. Return once that is recorded."""
        self._walk(self._steps.deny_all())

    def choose(self, *services: str) -> None:
        """Switch on just *services* in the preferences, and save. Return once that is recorded."""
        self._walk(self._steps.choose(*services))

    def dismiss(self) -> None:
        """Press the X: it denies while nothing is decided, and closes the preferences afterwards."""
        self._walk(self._steps.dismiss())

    def withdraw(self, *services: str) -> None:
        """Switch off *services* in the preferences, and save; without any, deny all in there."""
        self._walk(self._steps.withdraw(*services))

    def open_preferences(self) -> None:
        """Open the preferences: from the banner while it asks, else as a script of the page does."""
        self._walk(self._steps.open_preferences())

    def wait_recorded(self) -> None:
        """Wait until the banner runs and no decision is pending."""
        self._walk(self._steps.wait_recorded())

    @property
    def state(self) -> str:
        """Return ``"undecided"``, ``"pending"``, ``"denied"``, ``"partial"`` or ``"granted"``."""
        return self._walk(self._steps.look()).state

    @property
    def granted(self) -> tuple[str, ...]:
        """Return the ids of the services that are granted, in declared order."""
        return self._walk(self._steps.look()).ids("granted")

    def expect_granted(self, *services: str) -> None:
        """Fail where one of *services* is not granted once all is recorded."""
        self._walk(self._steps.expect_granted(*services))

    def expect_denied(self, *services: str) -> None:
        """Fail where one of *services* is not denied once all is recorded."""
        self._walk(self._steps.expect_denied(*services))

    def expect_undecided(self) -> None:
        """Fail where the visitor is not asked, or cannot see it."""
        self._walk(self._steps.expect_undecided())

    def start_with(self, state: StorageState) -> None:
        """Put the cookies and the storage of *state*, from a forge, into the browser: it has decided then.

        The browser is at an empty page of the site afterwards.
        """
        self._walk(self._steps.start_with(state))

    @contextlib.contextmanager
    def expect_nothing_before_consent(self, *, allow: tuple[str, ...] = ()) -> Iterator[None]:
        """Fail where the pages of this block do what waits for a consent; the visitor must not decide in it.

        That is to ask another host for something, to set a cookie, or to keep something in storage. *allow*
        are patterns of hosts and of names that need no consent.
        """
        before = self._walk(self._steps.see())
        with self._listening() as requests:
            yield
            self._walk(self._steps.expect_quiet(before, requests, allow))

    @abc.abstractmethod
    def _listening(self) -> contextlib.AbstractContextManager[list[str]]:
        """Give the list of addresses that are requested from now on, as far as the driver tells."""

    def _walk(self, steps: Walk[T]) -> T:
        try:
            command = next(steps)
            while True:
                try:
                    result = self._perform(command)
                except NotDoneError as error:
                    command = steps.throw(error)
                else:
                    command = steps.send(result)
        except StopIteration as end:
            value: T = end.value
            return value
