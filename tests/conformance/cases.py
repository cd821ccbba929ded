"""Cases of the vectors that were thought of and checked by hand, each with what has to be found."""

from __future__ import annotations

from dataclasses import dataclass

from banner.core.consent import ACTIONS
from banner.core.record import MOST_BYTES, quote
from tests.conformance.written import DAY, LIFETIME, NOW, changed, header, plain, swapped, text, value

YOUTUBE = ("youtube",)
NOTHING = None
DENIED: tuple[str, ...] = ()
_GRANTED = value()


@dataclass(frozen=True)
class Case:
    """Request with a ``Cookie`` *header*, and the services that it grants; ``None`` where no consent holds.

    *asked* is the name of what the site asks. *https* says how the request came, *gpc* whether it carries the
    privacy signal.
    """

    name: str
    header: str
    granted: tuple[str, ...] | None
    asked: str = "shop"
    https: bool = False
    gpc: bool = False
    now: int = NOW


def _long(letters: int) -> str:
    """Return a record of so many *letters*."""
    return "consent=" + value(id="a" * (letters - len(value(id=""))))


HOLDING = (
    Case("no cookie", "", NOTHING),
    Case("one service", header(), YOUTUBE),
    Case("among others", f"a=b; {header()}; language=en", YOUTUBE),
    Case("all denied", header(()), DENIED),
    Case("all granted", header(("google", "youtube", "impact")), ("google", "youtube", "impact")),
    Case("in another order than asked", header(("impact", "google")), ("impact", "google")),
    Case("on https", f"__Host-consent={_GRANTED}", YOUTUBE, https=True),
    *(Case(f"action {action}", header(action=action), YOUTUBE) for action in ACTIONS),
    Case("sold, under the signal", header(("youtube", "impact")), YOUTUBE, gpc=True),
    Case("nothing but sold, under the signal", header(("impact",)), DENIED, gpc=True),
    Case("a denial under the signal", header(()), DENIED, gpc=True),
    Case("nothing under the signal", "", NOTHING, gpc=True),
    Case("as long as a cookie may be", _long(MOST_BYTES), YOUTUBE),
    Case("longer than a cookie may be", _long(MOST_BYTES + 1), NOTHING),
)

NAMES = (
    Case("the name where the plain one is taken", f"consent-banner={_GRANTED}", YOUTUBE),
    Case("the name of a build elsewhere", f"__Host-consent-banner-shop={_GRANTED}", YOUTUBE, https=True),
    Case("the plain name on https", header(), NOTHING, https=True),
    Case("a sealed name behind a proxy", f"__Host-consent={_GRANTED}", YOUTUBE),
    Case("a plain grant beside a sealed denial", f"{header()}; __Host-consent={value((), DAY)}", DENIED),
    Case(
        "a plain grant beside a sealed one of old", f"{header()}; __Host-consent={value(age=181 * DAY)}", None
    ),
    Case("a plain grant beside somebody's sealed cookie", f"__Host-consent=x; {header()}", YOUTUBE),
    *(
        Case(f"a name like {name!r}", f"{name}={_GRANTED}", NOTHING)
        for name in ("Consent", "xconsent", "consents", "consent ", "__Host-Consent", "consent_banner", "")
    ),
    *(
        Case(f"{letter!r} before a sealed name", f"{letter}__Host-consent={_GRANTED}", NOTHING, https=True)
        for letter in (
            "\xa0",
            "\x85",
            "\x0b",
            "\x1c",
            "\x00",
            "\xc2\xa0",
            "\ufeff".encode().decode("latin-1"),
        )
    ),
    Case("tabs and spaces around", f"a=b;\t consent={_GRANTED} \t;c=d", YOUTUBE),
    Case("no space between", f"a=b;consent={_GRANTED};c=d", YOUTUBE),
    Case("a space before the value", f"consent= {_GRANTED}", NOTHING),
    Case("in quotes", f'consent="{_GRANTED}"', NOTHING),
    Case("behind a comma", f"a=b, consent={_GRANTED}", NOTHING),
    Case("without a value", "consent", NOTHING),
    Case("with an empty value", "consent=; consent-banner=", NOTHING),
    Case("a name of the site's own", f"choice={_GRANTED}", YOUTUBE, asked="domain"),
    Case("such a name on https", f"choice={_GRANTED}", YOUTUBE, asked="domain", https=True),
    Case("the usual name there", header(), NOTHING, asked="domain"),
    Case("a sealed name there", f"__Host-choice={_GRANTED}", NOTHING, asked="domain", https=True),
)

SEVERAL = (
    Case("a later denial behind", f"{header(age=DAY)}; {header(())}", DENIED),
    Case("a later denial before", f"{header(())}; {header(age=DAY)}", DENIED),
    Case("a later grant under another name", f"{header((), DAY)}; consent-banner={_GRANTED}", YOUTUBE),
    Case("two of one time", f"{header(('google',))}; {header()}", ("google",)),
    Case("a garbled one before", f"consent=%7B%22v%22%3A1; {header()}", YOUTUBE),
    Case("a garbled one behind", f"{header()}; {swapped('%5D', '')}", YOUTUBE),
    Case("one of another build", f"{header((), revision='0123456789ab')}; {header(age=DAY)}", YOUTUBE),
    Case("one that has expired", f"{header((), 181 * DAY)}; {header(age=DAY)}", YOUTUBE),
    Case("one from the future", f"{header((), -2 * DAY)}; {header(age=DAY)}", YOUTUBE),
)

TIMES = (
    Case("the last millisecond", header(age=LIFETIME * DAY - 1), YOUTUBE),
    Case("expired", header(age=LIFETIME * DAY), NOTHING),
    Case("expired long ago", header(at="1970-01-01T00:00:00.000Z"), NOTHING),
    Case("a clock that is ahead by a day", header(age=-DAY), YOUTUBE),
    Case("from the future", header(age=-DAY - 1), NOTHING),
    *(
        Case(f"at {at!r}", header(at=at), NOTHING)
        for at in (
            "9999-12-31T23:59:59.999Z",
            "1969-12-31T23:59:59.999Z",
            "+12026-11-23T18:36:40.000Z",
            "2026-11-23T18:36:40Z",
            "2026-11-23T18:36:40.00Z",
            "2026-11-23T18:36:40.0000Z",
            "2026-11-23T18:36:40.000+00:00",
            "2026-11-23t18:36:40.000z",
            "2026-11-23 18:36:40.000Z",
            "2026-11-23T18:36:40.000Z\n",
            " 2026-11-23T18:36:40.000Z",
            "2026-11-22T24:00:00.000Z",
            "2026-11-23T17:59:60.000Z",
            "2026-11-23T17:60:00.000Z",
            "2026-09-31T00:00:00.000Z",
            "2026-00-10T00:00:00.000Z",
            "２０２６-11-23T18:36:40.000Z",
            "",
            "now",
            NOW,
            None,
        )
    ),
    Case("a day that there is not", header(at="2026-02-30T00:00:00.000Z"), None, now=NOW - 250 * DAY),
    Case("the day in a leap year", header(at="2028-02-29T00:00:00.000Z"), YOUTUBE, now=NOW + 465 * DAY),
)

PARTS = (
    *(
        Case(f"{key} {wrong!r}", header(**{key: wrong}), NOTHING)
        for key, wrongs in {
            "v": (0, 2, 3, 4, -1, 1.0, 1.5, True, "1", None, [1], {}, "constructor"),
            "id": ("", "A", "a b", "é", "a\n", 7, None, ["a"], {"a": 1}),
            "action": ("", "accept", "ACCEPT-ALL", "toString", "accept-all\n", 0, True, None, ["deny-all"]),
            "source": ("", "Banner", "banner\n", "\nbanner", "a_b", None, 1),
            "revision": ("", "0123456789ab", "4da5a41096b2\n", "4DA5A41096B2", "4da5a41096b", None, 0),
        }.items()
        for wrong in wrongs
    ),
    *(
        Case(f"granted {granted!r}, denied {denied!r}", header(granted=granted, denied=denied), NOTHING)
        for granted, denied in (
            (["youtube"], ["google"]),
            (["youtube"], ["google", "impact", "more"]),
            (["youtube"], ["google", "impact", "youtube"]),
            (["youtube", "youtube"], ["google", "impact"]),
            (["youtube", "google"], ["google", "impact"]),
            ([], []),
            ("youtube", ["google", "impact"]),
            (["youtube"], "google,impact"),
            ([["youtube"]], ["google", "impact"]),
            (["youtube,impact"], ["google"]),
            (["youtube"], ["google,impact"]),
            (["Youtube"], ["google", "impact"]),
            (["youtube "], ["google", "impact"]),
            ({"youtube": True}, ["google", "impact"]),
            ({"0": "youtube"}, ["google", "impact"]),
            (["youtube"], {"0": "google", "1": "impact"}),
            (["youtube", None], ["google", "impact"]),
            ([None], ["google", "impact"]),
            ([True], ["google", "impact"]),
            (True, False),
            (None, None),
        )
    ),
    Case("letters for services", header(granted=["a"], denied=["b"]), ("a",), asked="letters"),
    Case("a text for one letter", header(granted="a", denied=["b"]), NOTHING, asked="letters"),
    Case("a text for all letters", header(granted="ab", denied=[]), NOTHING, asked="letters"),
    Case("a text for what is denied", header(granted=["a"], denied="b"), NOTHING, asked="letters"),
    *(
        Case(f"without {key}", "consent=" + quote(text({k: v for k, v in plain().items() if k != key})), None)
        for key in plain()
    ),
    Case("a key too many", header(more="than asked"), NOTHING),
    Case(
        "a key of JavaScript's", changed('"denied"', '"__proto__":{"granted":["impact"]},"denied"'), NOTHING
    ),
)

_KEPT = {"v": 2, "granted": ["youtube"], "denied": ["impact"], "exempt": ["google"]}
_LEFT = {"v": 3, "granted": ["youtube"], "denied": ["impact"], "exempt": ["google"], "mode": "opt-out"}

REGIONS = (
    Case("what is exempt is not granted", header(**_KEPT), YOUTUBE, asked="exempt"),
    Case("an objection", header(("youtube",)), YOUTUBE, asked="exempt"),
    Case("exempt where it is asked", header(**_KEPT), NOTHING),
    Case(
        "exempt what is asked",
        header(**{**_KEPT, "denied": ["google"], "exempt": ["impact"]}),
        None,
        "exempt",
    ),
    Case("exempt and denied", header(**{**_KEPT, "denied": ["impact", "google"]}), NOTHING, asked="exempt"),
    Case(
        "no exempt one in 2",
        header(**{**_KEPT, "denied": ["google", "impact"], "exempt": []}),
        None,
        "exempt",
    ),
    Case("a text as exempt", header(**{**_KEPT, "exempt": "google"}), NOTHING, asked="exempt"),
    Case("exempt in 1", header(**{**_KEPT, "v": 1}), NOTHING, asked="exempt"),
    Case("left on in its region", header(**_LEFT), YOUTUBE, asked="opt-out"),
    Case("left on with notice", header(**{**_LEFT, "mode": "notice"}), YOUTUBE, asked="exempt"),
    Case("left on elsewhere", header(**_LEFT), NOTHING),
    Case(
        "all granted where it was not asked",
        header(**{**_LEFT, "granted": ["google", "youtube"], "exempt": []}),
        ("google", "youtube"),
    ),
    *(
        Case(f"mode {mode!r}", header(**{**_LEFT, "mode": mode}), NOTHING, asked="opt-out")
        for mode in ("asked", "", "OPT-OUT", "opt-out\n", None, True, ["opt-out"], "__proto__")
    ),
    Case("no mode in 3", header(**{**_KEPT, "v": 3}), NOTHING, asked="exempt"),
    Case("mode in 2", header(**{**_LEFT, "v": 2}), NOTHING, asked="exempt"),
)

WRITING = (
    Case("small letters in escapes", swapped("%7B", "%7b"), NOTHING),
    Case("small letters in later escapes", swapped("%2C", "%2c"), NOTHING),
    Case("a needless escape", swapped("banner", "%62anner"), NOTHING),
    Case("bare quotes", swapped("%22banner%22", '"banner"'), NOTHING),
    Case("nothing escaped", "consent=" + text(plain()), NOTHING),
    Case("escaped twice", "consent=" + quote(value()), NOTHING),
    Case("a plus", header() + "+", NOTHING),
    Case("a space behind", header() + "%20", NOTHING),
    Case("a zero behind", header() + "%00", NOTHING),
    Case("a broken escape behind", header() + "%", NOTHING),
    Case("half an escape behind", header() + "%2", NOTHING),
    Case("an escape of other letters", swapped("%2C", "%ZZ"), NOTHING),
    Case("an escape with a sign", swapped("%2C", "%+1"), NOTHING),
    Case("no UTF-8", swapped("9f3c", "9f3c%FF"), NOTHING),
    Case("an overlong letter", swapped("9f3c", "%C0%A19f3c"), NOTHING),
    Case("half a surrogate pair", swapped("9f3c", "%ED%A0%80"), NOTHING),
    Case("a mark of the order of bytes", swapped("%7B", "%EF%BB%BF%7B"), NOTHING),
    Case("a raw letter", swapped("9f3c", "\xe9"), NOTHING),
    Case("cut off", header()[:-3], NOTHING),
    Case("cut off in the middle", header()[:200], NOTHING),
    Case("something behind", header() + "x", NOTHING),
    Case("twice", header() + value(), NOTHING),
    Case("a space in it", changed(",", ", "), NOTHING),
    Case("a line in it", changed(",", "\n,"), NOTHING),
    Case("another order", changed('"v":1,"id":"9f3c"', '"id":"9f3c","v":1'), NOTHING),
    Case("the last two in another order", changed('"granted":["youtube"],"denied":["google","impact"]',
         '"denied":["google","impact"],"granted":["youtube"]'), NOTHING),
    Case("a key twice", changed('"v":1', '"v":1,"v":1'), NOTHING),
    Case("granted twice", changed('"granted":["youtube"]', '"granted":[],"granted":["youtube"]'), NOTHING),
    Case("denied twice", changed('"denied":', '"denied":["youtube"],"denied":'), NOTHING),
    Case("a key twice, behind", changed("]}", '],"granted":["impact"]}'), NOTHING),
    Case("a comma too many", changed("]}", "],}"), NOTHING),
    Case("a comma too many in a list", changed('"impact"]', '"impact",]'), NOTHING),
    Case("a comma too few", changed('1,"id"', '1"id"'), NOTHING),
    Case("a key without quotes", changed('"id"', "id"), NOTHING),
    Case("other quotes", changed('"banner"', "'banner'"), NOTHING),
    Case("a comment", changed("]}", "]/**/}"), NOTHING),
    Case("a letter by its number", changed("banner", "\\u0062anner"), NOTHING),
    Case("half a pair by its number", changed("9f3c", "\\ud800"), NOTHING),
    Case("an escaped solidus", changed("9f3c", "\\/"), NOTHING),
    Case("a zero by its number", changed("9f3c", "9f3c\\u0000"), NOTHING),
    Case("no number", changed('"v":1', '"v":NaN'), NOTHING),
    Case("a number with a power", changed('"v":1', '"v":1e0'), NOTHING),
    Case("a number with a point", changed('"v":1', '"v":1.0'), NOTHING),
    Case("a number with a zero before", changed('"v":1', '"v":01'), NOTHING),
    Case("a large number", changed('"v":1', '"v":1e999'), NOTHING),
    Case("a number that rounds to one", changed('"v":1', '"v":1.00000000000000001'), NOTHING),
    Case("deep", "consent=" + quote('{"v":') + "%5B" * 1_300, NOTHING),
    Case("a list", "consent=" + quote('["v"]'), NOTHING),
    Case("null", "consent=null", NOTHING),
    Case("nothing but a brace", "consent=" + quote('{"v":}'), NOTHING),
)  # fmt: skip

BY_HAND = (*HOLDING, *NAMES, *SEVERAL, *TIMES, *PARTS, *REGIONS, *WRITING)
