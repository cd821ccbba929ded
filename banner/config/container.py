"""Services that a container of Google Tag Manager brings: each has its switch, and opens the container."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from banner.config import filling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from banner.config.known import Known
    from banner.config.reader import Table
    from banner.config.services import Code

ID = "google-tag-manager"
_SETTING = "container_id"
# What the container's consent checks are told of a service that has no signals of its own, by its purpose.
# https://developers.google.com/tag-platform/security/concepts/consent-mode
_SIGNALS = {
    "analytics": ("analytics_storage",),
    "marketing": ("ad_storage", "ad_user_data", "ad_personalization"),
    "content": ("functionality_storage", "personalization_storage"),
}


def read(table: Table, known: Mapping[str, Known]) -> str:
    """Read the id of the container that brings a service, or nothing where that loads by itself."""
    setting = known[ID].settings[_SETTING]
    remedy = f'write {setting.help}, such as "{setting.example}"'
    return table.text(
        "container", "", lambda value: "" if re.fullmatch(setting.pattern, value, re.ASCII) else remedy
    )


def contained(code: Code, container: str, purpose: str, known: Mapping[str, Known]) -> Code:
    """Return the *code* of a service so that, instead of its own scripts, *container* is opened for it.

    The container hears of the consent by the service's own signals, or by those of its *purpose*.
    """
    manager, settings = known[ID], {_SETTING: container}
    return replace(
        code,
        scripts=tuple(filling.filled(script, settings) for script in manager.scripts),
        withdraw=manager.withdraw,
        settings={**code.settings, **settings},
        hosts=(*manager.hosts, *code.hosts),
        signals=code.signals or _SIGNALS.get(purpose, ()),
        calls=tuple(dict.fromkeys((*manager.calls, *code.calls))),
        command=manager.command,
    )
