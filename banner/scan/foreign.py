"""Answers the consent tools of others, so that what they hold back is seen as well.

The rules are DuckDuckGo's autoconsent (MPL-2.0), which knows some hundred tools. It is no part of this
package: ``duckduckgo-autoconsent-py`` brings its script and its rules, and is used where it is installed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from banner.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

_MODULE = "duckduckgo_autoconsent"
_CEILING = 5_000  # milliseconds for a tool to appear and to be answered
_STEP = 100
# The script speaks to an extension by one function of the page, and is spoken to by another.
_BEGIN = """([rules, config]) => {
  const seen = [];
  window.autoconsentSendMessage = async (message) => {
    seen.push(message);
    if (message.type === 'init') window.autoconsentReceiveMessage({ type: 'initResp', rules, config });
    if (message.type === 'eval') {
      let result = false;
      try { result = await (0, eval)(message.code); } catch {}
      window.autoconsentReceiveMessage({ id: message.id, type: 'evalResp', result });
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
    script, rules = autoconsent.bundle(), json.loads(autoconsent.rules_json())

    def accept(page: Page) -> str:
        page.evaluate(_BEGIN, [rules, _CONFIG])
        page.evaluate(script)
        for _ in range(_CEILING // _STEP):
            tool = str(page.evaluate(_DONE))
            if tool:
                return tool
            page.wait_for_timeout(_STEP)
        return ""

    return accept
