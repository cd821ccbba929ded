"""What holds after a login: the rules, row by row, and what is true for all consents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.core.consent import Consent
from banner.core.merge import Merged, merge
from tests.unit.shop import DAY, DECLARATION, IDS, LIFETIME, NOW, consent


def merged(device: Consent | None, account: Consent | None, now: int = NOW) -> Merged:
    return merge(DECLARATION, device, account, now)


def test_nothing_and_nothing_is_nothing() -> None:
    assert merged(None, None) == Merged(None)


def test_a_device_without_a_consent_takes_the_accounts_and_says_so() -> None:
    theirs = consent(("google",))

    assert merged(None, theirs) == Merged(theirs, toast="account")


def test_an_account_without_a_consent_learns_the_devices() -> None:
    own = consent(("google",))

    assert merged(own, None) == Merged(own, save=True, toast="saved")


def test_where_both_say_the_same_the_accounts_record_stays_and_nothing_is_told() -> None:
    own, theirs = consent(("google",), id="own"), consent(("google",), at=NOW - DAY, id="theirs")

    assert merged(own, theirs) == Merged(theirs)


def test_a_later_consent_of_the_account_wins_and_the_difference_is_told() -> None:
    own, theirs = consent(("google",), at=NOW - DAY), consent(("impact",))

    assert merged(own, theirs) == Merged(theirs, toast="differs")


def test_a_later_denial_on_the_device_is_saved() -> None:
    own, theirs = consent(("google",)), consent(("google", "impact"), at=NOW - DAY)

    assert merged(own, theirs) == Merged(own, save=True, toast="saved")


def test_a_grant_without_the_account_never_overrides_the_accounts_denial() -> None:
    own, theirs = consent(("google", "impact"), id="own"), consent(("google",), at=NOW - DAY)

    assert merged(own, theirs) == Merged(theirs, toast="contested", contested=("impact",))


def test_of_a_later_consent_the_denials_count_and_the_grants_are_asked_for_again() -> None:
    own, theirs = consent(("impact",), id="own"), consent(("google",), at=NOW - DAY)
    result = merged(own, theirs)

    assert result.consent is not None
    assert (result.consent.granted, result.consent.denied) == ((), ("google", "pixel", "impact", "links"))
    assert (result.consent.id, result.consent.at) == ("own-merged", NOW - DAY)
    assert (result.save, result.toast, result.contested) == (True, "contested", ("impact",))


@pytest.mark.parametrize("lapsed", [consent(at=NOW - LIFETIME), consent(revision="r0")])
def test_a_consent_that_no_longer_holds_counts_as_none(lapsed: Consent) -> None:
    fresh = consent(("google",))

    assert merged(lapsed, fresh) == merged(None, fresh)
    assert merged(fresh, lapsed) == merged(fresh, None)


consents = st.none() | st.builds(
    consent,
    st.lists(st.sampled_from(IDS), unique=True).map(tuple),
    st.integers(NOW - 2 * LIFETIME, NOW),
    st.sampled_from(["r1", "r0"]),
)


def granted(one: Consent | None) -> set[str]:
    return set(one.granted) if one else set()


@given(consents, consents)
def test_nothing_is_granted_that_neither_side_granted(own: Consent | None, theirs: Consent | None) -> None:
    assert granted(merged(own, theirs).consent) <= granted(own) | granted(theirs)


@given(consents, consents)
def test_no_consent_is_prolonged(own: Consent | None, theirs: Consent | None) -> None:
    result = merged(own, theirs).consent

    if result:
        allowing = [one for one in (own, theirs) if one and granted(result) <= granted(one)]
        assert result.at <= max(one.at for one in allowing)


@given(consents, consents)
def test_what_the_account_denies_stays_denied_unless_it_is_the_older_choice_of_nobody(
    own: Consent | None, theirs: Consent | None
) -> None:
    if theirs and merged(None, theirs).consent:
        assert granted(merged(own, theirs).consent) <= granted(theirs)


@given(consents, consents)
def test_which_side_is_which_matters_only_where_they_differ(
    own: Consent | None, theirs: Consent | None
) -> None:
    here, there = merged(own, theirs).consent, merged(theirs, own).consent

    if granted(own) == granted(theirs) or own is None or theirs is None:
        assert granted(here) == granted(there)


@given(consents, consents)
def test_merging_again_changes_nothing(own: Consent | None, theirs: Consent | None) -> None:
    once = merged(own, theirs).consent

    assert granted(merged(own, once).consent) == granted(once)
