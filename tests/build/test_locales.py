"""The texts: complete, short, in plain words, and never shown with a blank left open."""

import ast
import itertools
import re
from pathlib import Path

import pytest
from babel import Locale
from babel.units import format_unit

from banner import config, resources
from banner.build.prerender import SPOKEN
from banner.config import catalogue, locales
from banner.config.known import EMBEDS, KINDS, Known
from banner.core.log_entry import EVENTS
from banner.toolchain import bundle
from banner.toolchain import locales as catalogues_of_texts
from banner.toolchain.locales import UNITS, LocaleError
from banner.view.notice import notice
from tests.unit.shop import DECLARATION

ENGLISH = locales.texts("en")
DEMO = bundle.ROOT / "site/demo/consent.toml"


# Each has a button.
ACTIONS = ("accept-all", "accept-selected", "close", "deny-all", "dismiss", "opt-out", "preferences", "save")


# What is told of a consent, each with its moment.
STATES = ("denied", "partial", "granted", "asked-again", "signal", "opted-out", "leaving")
SOURCES = ("banner", "preferences", "page", "placeholder", "opt-out", "toast", "account", "api")
TOASTS = (
    *("toast.account", "toast.saved", "toast.differs", "toast.contested", "toast.signal", "toast.stays"),
    "leaving",
)
LISTED = (
    *("name", "duration", "party", "needed", "not-needed"),
    *("session", "persistent", "first-party", "kind.local", "kind.session"),
    *("kind.indexeddb", "kind.cache"),
)


def test_english_is_there() -> None:
    assert "en" in locales.languages()


def asked_for() -> set[str]:
    """The keys that the banner asks for: those written out in its code, and those that it puts together."""
    files = [*(bundle.ROOT / "banner/view").glob("*.py"), *(bundle.ROOT / "banner/core").glob("*.py")]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    calls = [
        node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".text")
    ]
    first = [call.args[0] for call in calls if call.args]
    return {
        *(str(one.value) for one in first if isinstance(one, ast.Constant)),
        *(f"consent.{state}" for state in (*STATES, "none", "unasked", "kept", "change")),
        *(f"embed.{kind}" for kind in (*EMBEDS, "content")),
        *(f"{layer}.title" for layer in ("banner", "preferences", "opt-out")),
        *(f"event.{event}" for event in EVENTS),
        *(f"source.{source}" for source in SOURCES),
        *(f"{kind}.{key}" for kind in TOASTS for key in ("title", "text")),
        *(f"toast.{key}" for key in ("allow", "keep", "close")),
        "leaving.now",
        *(f"history.{key}" for key in ("when", "event", "source", "granted", "denied", "server", "browser")),
        *(f"list.{key}" for key in LISTED),
        *(f"action.{name}" for name in ACTIONS),
        *("banner.title", "preferences.title"),
        *(f"link.{name}" for name in config.LINKS),
        *(f"purpose.{one}.{key}" for one in config.PURPOSES for key in ("name", "text", "aim")),
        "purpose.other.aim",
        *(key for one in catalogue.services().values() for key in sentences(one)),
        *(f"kind.{kind}.text" for kind in KINDS),
    }


def sentences(known: Known) -> list[str]:
    """The texts of a service: its own, unless there is no service without its parts, and theirs."""
    whens = [part.when for part in known.parts]
    needless = known.kind or (known.one_of and set(known.one_of) <= set(whens))
    own = [] if needless else [f"service.{known.id}.text"]
    return own + [f"service.{known.id}.{part.when}.text" for part in known.parts if not part.kind]


def test_english_says_all_that_is_asked_for_and_no_more() -> None:
    assert set(ENGLISH) == asked_for()


@pytest.mark.parametrize(
    ("keys", "most"), [("service.", 90), ("purpose.", 110), ("banner.text", 160), ("action.", 50)]
)
def test_texts_are_short(keys: str, most: int) -> None:
    assert [key for key, text in ENGLISH.items() if key.startswith(keys) and len(text) > most] == []


def test_the_banner_says_what_the_cookies_are_for() -> None:
    site = config.read(DEMO)
    text = notice(site.declaration, locales.messages("en", site.texts["en"], site.declaration), ())

    assert text.startswith("With your consent, we use cookies to ")
    for use in ("visits and their origin", "personalise content and ads", "your experience"):
        assert use in text


def test_the_banner_says_what_closing_it_does() -> None:
    assert re.search(r"\bX\b.*only technical cookies", ENGLISH["banner.close"])
    assert "only technical cookies" in ENGLISH["action.dismiss"]


def test_the_buttons_say_what_the_cookie_policy_promises() -> None:
    said = [ENGLISH[f"action.{name}"] for name in ("accept-all", "accept-selected", "deny-all", "save")]

    assert said == ["Accept All", "Accept Selected", "Deny All", "Save preferences"]


def test_a_consent_is_told_with_its_moment() -> None:
    messages = locales.messages("en", {}, DECLARATION)

    for state in STATES:
        assert "the 23rd" in messages.text(f"consent.{state}", when="the 23rd")


@pytest.mark.parametrize("language", locales.languages())
def test_a_moment_stands_behind_no_word_that_would_have_to_bend_to_it(language: str) -> None:
    said = locales.texts(language)
    told = {key: text for key, text in said.items() if "{when}" in text}

    assert {key for key, text in told.items() if not re.search(r"(: |：|[(（])\{when\}", text)} == set()


@pytest.mark.parametrize("language", locales.languages())
def test_a_toast_has_a_title_and_at_most_twenty_words(language: str) -> None:
    said = locales.texts(language)

    assert {kind for kind in TOASTS if len(said[f"{kind}.text"].split()) > 20} == set()
    assert {kind for kind in TOASTS if len(said[f"{kind}.title"].split()) > 7} == set()


ANSWER = r"answer|rispost|rispond|risposto|antwort|répon|respuesta|respond|إجاب|أجب|تجب"


@pytest.mark.parametrize("language", locales.languages())
def test_what_the_visitor_has_decided_is_called_a_choice(language: str) -> None:
    own = ("consent.", "toast.", "leaving.", "history.", "event.", "source.")
    said = {key: text for key, text in locales.texts(language).items() if key.startswith(own)}

    assert {key for key, text in said.items() if re.search(ANSWER, text, re.IGNORECASE)} == set()


@pytest.mark.parametrize("language", ["en", "fr", "it"])
def test_apostrophes_beside_the_layers_are_those_of_print(language: str) -> None:
    own = ("consent.", "toast.", "leaving.", "history.", "event.", "source.", "embed.")

    assert {
        key for key, text in locales.texts(language).items() if key.startswith(own) and "'" in text
    } == set()


def test_english_is_written_from_left_to_right() -> None:
    assert locales.messages("en", {}, DECLARATION).direction == "ltr"


def test_the_owners_words_win() -> None:
    own = {"banner.title": "Biscuits"}

    assert locales.messages("en", own, DECLARATION).text("banner.title") == "Biscuits"


def test_a_duration_is_said_in_words() -> None:
    said = locales.messages("en", {}, DECLARATION).texts

    assert (said["duration.2 years"], said["duration.session"]) == ("2 years", "Browser session")


def test_a_language_calls_itself_by_its_own_name() -> None:
    assert locales.names(("en", "it", "ar")) == {"en": "English", "it": "Italiano", "ar": "العربية"}
    assert [catalogues_of_texts.name(one) for one in ("pt", "pt-BR", "nb", "zh", "zh-TW")] == [
        "Português",
        "Português (Brasil)",
        "Norsk bokmål",
        "简体中文",
        "繁體中文",
    ]


def test_a_country_has_locale_data_of_its_own() -> None:
    assert [str(catalogues_of_texts.data(one)) for one in ("pt", "pt-BR", "zh", "zh-TW")] == [
        "pt_PT",
        "pt_BR",
        "zh",
        "zh_Hant_TW",
    ]


def test_only_the_texts_that_the_browser_speaks_travel() -> None:
    plain = locales.plain(locales.messages("en", {}, DECLARATION), SPOKEN)

    assert plain["texts"]
    assert all(key.startswith(SPOKEN) for key in plain["texts"])
    assert (plain["language"], plain["direction"]) == ("en", "ltr")


def test_the_demo_site_has_words_for_all_that_it_declares() -> None:
    site = config.read(DEMO)
    texts = locales.messages(site.language, site.texts[site.language], site.declaration).texts

    for service in site.declaration.services:
        assert texts[f"service.{service.id}.text"]
    for purpose in site.declaration.purposes:
        assert texts[f"purpose.{purpose.id}.name"]
        assert texts[f"purpose.{purpose.id}.text"]


HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENGLISH_FILES = {"ui.po": {"a.b": "On {when}", "a.c": "Yes"}, "catalogue.po": {"service.x.text": "Counts."}}
ITALIAN = {"a.b": "Il {when}", "a.c": "Sì"}
COUNTS = {"service.x.text": "Conta."}


def catalogues(folder: Path, ui: dict[str, str], services: dict[str, str]) -> Path:
    """A folder with English and a second language."""
    for language, files in (("en", ENGLISH_FILES), ("it", {"ui.po": ui, "catalogue.po": services})):
        (folder / language).mkdir()
        for name, texts in files.items():
            said = "\n".join(f'msgid "{key}"\nmsgstr "{text}"\n' for key, text in texts.items())
            (folder / language / name).write_text(HEAD + said, encoding="utf-8")
    return folder


def test_a_whole_translation_is_read(tmp_path: Path) -> None:
    folder = catalogues(tmp_path, ITALIAN, COUNTS)

    assert catalogues_of_texts.texts("it", folder) == {**ITALIAN, **COUNTS}


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"a.c": None}, "a.c is missing or empty"),
        ({"a.c": ""}, "a.c is missing or empty"),
        ({"a.b": "Il {quando}"}, "a.b = 'Il {quando}': the blanks to fill in here are {when}"),
        ({"a.b": "Ieri"}, "a.b = 'Ieri': the blanks to fill in here are {when}"),
        ({"a.b": "Il {when"}, "a.b = 'Il {when': the blanks to fill in here are {when}"),
        ({"a.d": "?"}, "a.d = '?': there is no such text; did you mean a.c?"),
        ({"service.x.text": "?"}, "service.x.text = '?': this text stands in catalogue.po"),
    ],
)
def test_a_translation_with_a_fault_is_refused_by_file_and_key(
    tmp_path: Path, texts: dict[str, str | None], told: str
) -> None:
    said = {key: text for key, text in {**ITALIAN, **texts}.items() if text is not None}
    folder = catalogues(tmp_path, said, COUNTS)

    with pytest.raises(LocaleError) as caught:
        catalogues_of_texts.texts("it", folder)
    assert str(caught.value) == f"{folder / 'it/ui.po'}: {told}"


def test_the_faults_of_both_files_of_a_language_are_told_at_once(tmp_path: Path) -> None:
    folder = catalogues(tmp_path, {"a.b": "Il {when}"}, {"service.y.text": "?", **COUNTS})

    with pytest.raises(LocaleError) as caught:
        catalogues_of_texts.texts("it", folder)
    here = folder / "it"
    remedy = "there is no such text; did you mean service.x.text?"
    assert str(caught.value).splitlines() == [
        f"{here / 'ui.po'}: a.c is missing or empty",
        f"{here / 'catalogue.po'}: service.y.text = '?': {remedy}",
    ]


@pytest.mark.parametrize("name", catalogues_of_texts.CATALOGUES)
def test_a_language_without_one_of_its_files_is_refused(tmp_path: Path, name: str) -> None:
    folder = catalogues(tmp_path, ITALIAN, COUNTS)
    (folder / "it" / name).unlink()

    with pytest.raises(LocaleError, match=re.escape(f"{folder / 'it' / name}: there is no such file")):
        catalogues_of_texts.texts("it", folder)


WORDING = """\
nudges = 'peccato|!'
legitimate_interest = 'legittim\\w+ interess\\w'

[choice]
name = "Scelta"
text = "La ricorda."
"""


def test_the_words_of_a_language_are_read(tmp_path: Path) -> None:
    (tmp_path / "it").mkdir()
    (tmp_path / "it/wording.toml").write_text(WORDING, encoding="utf-8")

    assert catalogues_of_texts.wording("it", tmp_path) == {
        "nudges": "peccato|!",
        "legitimate_interest": r"legittim\w+ interess\w",
        "choice": {"name": "Scelta", "text": "La ricorda."},
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("peccato|!", "(peccato", ':1: nudges = "(peccato": missing ), unterminated subpattern'),
        ("peccato|!", "peccato|", ':1: nudges = "peccato|": this is found in a text without words'),
        ("nudges", "nudge", ':1: nudge = "peccato|!": there is no such key; did you mean nudges?'),
        ('text = "La ricorda."', "", ":4: choice.text: is missing"),
        ("[choice]", "[choice", ":4: this is no TOML"),
    ],
)
def test_the_words_of_a_language_are_read_as_strictly_as_a_declaration(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    file = tmp_path / "it/wording.toml"
    file.parent.mkdir()
    file.write_text(WORDING.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(LocaleError) as caught:
        catalogues_of_texts.wording("it", tmp_path)
    assert f"{file}{told}" in str(caught.value)


def test_arabic_is_written_from_right_to_left_with_its_own_plurals() -> None:
    arabic = locales.messages("ar", {}, DECLARATION)

    assert arabic.direction == "rtl"
    assert arabic.texts["duration.2 years"] == "سنتان"
    assert locales.messages("it", {}, DECLARATION).texts["duration.90 days"] == "90 giorni"


# What the locale data say otherwise than a banner, or only abbreviate.
OTHERWISE = {
    *(("et", "day"), ("nb", "day"), ("sv", "day")),
    *(("ga", one) for one in ("minute", "hour", "year")),
    *(("mt", one) for one in UNITS),
}


@pytest.mark.parametrize(
    ("language", "unit"),
    [one for one in itertools.product(locales.languages(), UNITS) if one not in OTHERWISE],
)
def test_a_number_of_any_unit_is_said_as_unicodes_locale_data_have_it(language: str, unit: str) -> None:
    locale, data = resources.locale(language), catalogues_of_texts.data(language)
    numbers = [
        *range(1, 26),
        31,
        99,
        100,
        101,
        102,
        105,
        111,
        112,
        121,
        999,
        1000,
        1002,
        9999,
        10_000,
        12_345,
        1_000_000,
        1_234_567,
    ]

    for number in numbers:
        long = format_unit(number, f"duration-{unit}", "long", locale=data)
        short = format_unit(number, f"duration-{unit}", "short", locale=data)
        assert locales.counted(number, unit, locale) == (short if "duration" in long else long)


@pytest.mark.parametrize(
    ("language", "numbers", "said"),
    [
        ("en", (1, 2, 11, 1000), ["1 service", "2 services", "11 services", "1,000 services"]),
        ("de", (1, 2, 21), ["1 Dienst", "2 Dienste", "21 Dienste"]),
        ("es", (1, 2), ["1 servicio", "2 servicios"]),
        # French has its singular up to 2, and other locale data a form of its own for millions.
        (
            "fr",
            (0, 1, 2, 1_000_000),
            ["0 service", "1 service", "2 services", "1\u202f000\u202f000 services"],
        ),
        ("it", (1, 8), ["1 servizio", "8 servizi"]),
        (
            "ar",
            (1, 2, 3, 10, 11, 100),
            ["خدمة واحدة", "خدمتان", "3 خدمات", "10 خدمات", "11 خدمة", "100 خدمة"],
        ),
    ],
)
def test_services_are_counted_with_the_plural_of_each_language(
    language: str, numbers: tuple[int, ...], said: list[str]
) -> None:
    locale = resources.locale(language)

    assert [locales.counted(number, "service", locale) for number in numbers] == said


FORMS = 'msgid "service"\nmsgid_plural "services"\nmsgstr[0] "{} servizio"\n'


@pytest.mark.parametrize(
    ("forms", "told"),
    [
        ("", "service = ''"),
        ('msgid "service"\nmsgstr "servizio"\n', "service = ''"),
        (FORMS, "service = ''"),
        (FORMS + 'msgstr[1] "{many} servizi"\n', "service = '{many} servizi'"),
        (FORMS + 'msgstr[1] "{ servizi"\n', "service = '{ servizi'"),
    ],
)
def test_a_plural_form_that_is_missing_or_has_another_blank_is_refused(
    tmp_path: Path, forms: str, told: str
) -> None:
    (tmp_path / "it").mkdir()
    head = HEAD.replace('\\n"\n\n', '\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n')
    (tmp_path / "it/ui.po").write_text(head + forms, encoding="utf-8")

    with pytest.raises(LocaleError) as caught:
        catalogues_of_texts.counted("service", "it", [1, 2], tmp_path)
    remedy = "write each plural form, with {} for the number"
    assert str(caught.value) == f"{tmp_path / 'it/ui.po'}: {told}: {remedy}"


@pytest.mark.parametrize(
    ("language", "told"),
    [("et", "90 päeva"), ("nb", "90 dager"), ("sv", "90 dagar"), ("mt", "90 jum")],
)
def test_days_are_counted_and_not_days_and_nights(language: str, told: str) -> None:
    assert catalogues_of_texts.forms("day", language)[-1].format(90) == told


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("language", sorted({one for one, _ in OTHERWISE}))
def test_a_unit_of_ours_has_as_many_forms_as_the_language(language: str, unit: str) -> None:
    plurals = Locale.parse(language).plural_form.tags | {"other"}

    assert len(catalogues_of_texts.forms(unit, language)) == len(plurals)


@pytest.mark.parametrize("language", locales.languages())
def test_every_duration_of_the_demo_is_said_in_words(language: str) -> None:
    site = config.read(DEMO)
    texts = locales.messages(language, {}, site.declaration).texts
    said = {key: text for key, text in texts.items() if key.startswith("duration.")}

    assert len(said) > 5
    assert {key for key, text in said.items() if "duration" in text} == set()
    assert language == "en" or said["duration.90 days"] != "90 days"
