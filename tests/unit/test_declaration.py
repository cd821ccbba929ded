"""The declaration crosses to the browser as JSON and is the same there."""

import dataclasses
import json

from banner.core.declaration import from_plain
from tests.unit.shop import DECLARATION


def test_a_declaration_survives_json() -> None:
    assert from_plain(json.loads(json.dumps(dataclasses.asdict(DECLARATION)))) == DECLARATION


def test_required_services_are_not_asked() -> None:
    assert [one.id for one in DECLARATION.optional()] == ["pixel", "google", "impact", "links"]


def test_services_stand_under_their_purpose_in_declared_order() -> None:
    analytics = DECLARATION.purposes[1]

    assert [one.id for one in DECLARATION.services_of(analytics)] == ["pixel", "google", "links"]


def test_a_service_knows_the_company_behind_it() -> None:
    assert DECLARATION.vendor(DECLARATION.services[1]).name == "Them"
