"""Headers of an answer that has read the consent: no cache may give it to anybody else."""

from __future__ import annotations

import pytest

from banner.server.caches import for_one_visitor, private, vary


@pytest.mark.parametrize(
    ("present", "made"),
    [
        ("", "Cookie, Sec-GPC"),
        ("Accept-Language", "Accept-Language, Cookie, Sec-GPC"),
        ("cookie , Accept", "cookie, Accept, Sec-GPC"),
        ("Sec-GPC,Cookie", "Sec-GPC, Cookie"),
        ("Accept, *", "*"),
        (", ,", "Cookie, Sec-GPC"),
    ],
)
def test_the_answer_varies_by_what_it_depends_on(present: str, made: str) -> None:
    assert vary(present) == made
    assert vary(made) == made


@pytest.mark.parametrize(
    ("present", "made"),
    [
        ("", "private"),
        ("max-age=60", "max-age=60, private"),
        ("public, max-age=60", "max-age=60, private"),
        ("Public,S-MaxAge=60,MAX-AGE=5", "MAX-AGE=5, private"),
        ("s-maxage = 60", "private"),
        ("no-store", "no-store"),
        ("No-Store, public", "No-Store"),
        ("private", "private"),
        ('private="set-cookie, x", max-age=60', 'private="set-cookie, x", max-age=60, private'),
        ('public, ext="a \\" public, b"', 'ext="a \\" public, b", private'),
        ("no-cache", "no-cache, private"),
        (",,", "private"),
    ],
)
def test_no_cache_between_may_keep_the_answer(present: str, made: str) -> None:
    assert private(present) == made
    assert private(made) == made


def test_headers_that_came_in_parts_are_put_together_and_others_stay() -> None:
    headers = [
        ("Vary", "Accept"),
        ("Set-Cookie", "a=b"),
        ("VARY", "Origin"),
        ("cache-control", "public"),
        ("Set-Cookie", "c=d"),
    ]

    assert for_one_visitor(headers) == [
        ("Set-Cookie", "a=b"),
        ("Set-Cookie", "c=d"),
        ("vary", "Accept, Origin, Cookie, Sec-GPC"),
        ("cache-control", "private"),
    ]
