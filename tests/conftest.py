"""What all tests share."""

from hypothesis import settings

pytest_plugins = ("tests.tables", "tests.law", "tests.faults", "tests.browser.runtimes")

# A shared machine may pause for longer than any deadline; what is tested here is never a matter of time.
settings.register_profile("all", deadline=None)
settings.load_profile("all")
