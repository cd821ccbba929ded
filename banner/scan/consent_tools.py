"""Answers the consent tools of others, so that what they hold back is seen as well.

The rules are DuckDuckGo's autoconsent (MPL-2.0), which know some hundred tools. It is no part of this
package: ``duckduckgo-autoconsent-py`` brings its script and its rules, and is used where it is installed.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from banner.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Frame, Page

_MODULE = "duckduckgo_autoconsent"
_CEILING = 5_000  # milliseconds for a tool to appear and to be answered
_STEP = 100
# The script speaks to an extension by one function of the page, and is spoken to by another.
_BEGIN = """([rules, config]) => {
  const seen = [];
  // It is there to be answered only once it has asked.
  const answer = (message) => setTimeout(() => window.autoconsentReceiveMessage?.(message));
  window.autoconsentSendMessage = async (message) => {
    seen.push(message);
    if (message.type === 'init') answer({ type: 'initResp', rules: { autoconsent: rules }, config });
    if (message.type === 'eval') {
      let result = false;
      try { result = await (0, eval)(message.code); } catch {}
      answer({ id: message.id, type: 'evalResp', result });
    }
  };
  window.observedConsentTools = seen;
}"""
_DONE = """() => (window.observedConsentTools ?? [])
  .filter(({ type, result }) => type === 'optInResult' && result).map(({ cmp }) => cmp)[0] ?? ''"""
_CONFIG = {
    "enabled": True,
    "autoAction": "optIn",
    "disabledCmps": [],
    "enablePrehide": False,
    "enableCosmeticRules": False,
    "detectRetries": 20,
    "isMainWorld": True,
}


def acceptor() -> Callable[[Page], str]:
    """Return what accepts in the consent tool of a page and gives the tool's name, or nothing.

    Raises :class:`ConfigError` where autoconsent is not installed.
    """
    import importlib

    try:
        autoconsent: Any = importlib.import_module(_MODULE)
    except ImportError as error:
        raise ConfigError(
            "--accept needs the rules for consent tools, which are not installed: run "
            "pip install duckduckgo-autoconsent-py (MPL-2.0), or leave --accept out"
        ) from error
    from playwright.sync_api import Error

    script, rules = autoconsent.bundle(), json.loads(autoconsent.rules_json())

    def accept(page: Page) -> str:
        for frame in page.frames:
            with contextlib.suppress(Error):  # it has gone
                frame.evaluate(_BEGIN, [rules, _CONFIG])
                frame.evaluate(script)
        for _ in range(_CEILING // _STEP):
            tool = next(filter(None, (_accepted(frame) for frame in page.frames)), "")
            if tool:
                return tool
            page.wait_for_timeout(_STEP)
        return ""

    return accept


def _accepted(frame: Frame) -> str:
    """Return the name of the tool in *frame* that has been accepted, or nothing."""
    from playwright.sync_api import Error

    try:
        return str(frame.evaluate(_DONE))
    except Error:  # it has gone
        return ""
