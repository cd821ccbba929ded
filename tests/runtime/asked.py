"""What an interpreter is asked there, and what it answers: texts, since nothing else crosses over."""

from __future__ import annotations

import json
import sys


def answer(entry: str, given: str) -> str:
    """Call ``run`` of the module called *entry* with what *given* says; tell who has done it, too."""
    module = __import__(entry, {}, {}, ["run"])
    return json.dumps({"name": sys.implementation.name, "told": module.run(json.loads(given))})
