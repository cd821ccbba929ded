"""What a build puts in front of the page side is what the contract says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_type_hints

from banner import contract
from banner.build import pipeline, prerender
from banner.toolchain import bundle

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_what_the_page_side_is_told_has_the_names_that_the_contract_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, Any] = {}
    extras, script, archive = prerender.extras, prerender.script, prerender.archive

    def seen_extras(frame: str, declared: Any, files: dict[str, dict[str, str]], *rest: Any) -> str:
        told["files"] = next(iter(files.values()))
        return extras(frame, declared, files, *rest)

    def seen_script(frame: str, values: dict[str, Any], *rest: Any) -> str:
        told["values"] = values
        return script(frame, values, *rest)

    def seen_archive(messages: Any, said: Any, choices: Any, also: Any) -> str:
        told.update(choices=choices, also=also)
        return archive(messages, said, choices, also)

    monkeypatch.setattr(prerender, "extras", seen_extras)
    monkeypatch.setattr(prerender, "script", seen_script)
    monkeypatch.setattr(prerender, "archive", seen_archive)
    pipeline.build(bundle.ROOT / "site/demo/consent.toml", tmp_path / "dist")

    # The demo starts Python in the usual way, of which nothing is said.
    assert set(told["values"]) | {"start"} == set(get_type_hints(contract.LoaderData))
    assert told["values"]["cookies"] == ["consent", "language", "__Host-"]
    assert set(told["choices"]) == contract.Preferences.__required_keys__
    assert {*told["also"], "css"} == contract.More.__required_keys__
    assert set(told["files"]) == contract.LanguageFiles.__required_keys__
