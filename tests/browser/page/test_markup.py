"""What the page has become is valid HTML too, and so is what the demo's server writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import looks, validator
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

# Written down, an element behind the body is none: it is written where a parser would put it.
PAINTED = """(() => {
  const page = document.documentElement.cloneNode(true);
  page.querySelector('body').append(page.querySelector('consent-ui'));
  return '<!doctype html>' + page.outerHTML;
})()"""
# Pages of the server before anything is in the basket, and after.
WRITTEN = ("account", "basket", "order", "owner")
OWNER = {"Authorization": "Basic b3duZXI6b3duZXI="}


@pytest.mark.thorough
def test_a_validator_has_nothing_to_say_of_what_is_painted_and_of_what_the_server_writes(
    visitor: Visitor, tmp_path: Path
) -> None:
    texts = {"policy": looks.dialog(looks.policy(visitor)).page.evaluate(PAINTED)}
    texts["stage"] = looks.dialog(looks.stage(visitor)).page.evaluate(PAINTED)
    for path in WRITTEN:
        response = visitor.context.request.get(visitor.base + path, headers=OWNER)
        assert response.ok
        texts[path] = response.text()
    for name, text in texts.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")

    assert validator.findings(sorted(tmp_path.iterdir())) == []
