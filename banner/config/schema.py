"""The JSON Schema of ``consent.toml``, with which editors complete and check it while it is written.

It is made of the lists and patterns that :mod:`banner.config.formats` checks with. What only the whole
file can tell (dangling ids, ids that are taken, the size of the record) is left to the build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from banner import config
from banner.config import (
    catalogue,
    container,
    entries,
    exemptions,
    formats,
    locales,
    properties,
    regions,
    theme,
)
from banner.config.known import EMBEDS
from banner.core.declaration import MODES, ON_WITH_NOTICE

if TYPE_CHECKING:
    from banner.config.known import Known

_EXEMPT = "The rule by which it needs no consent: it is on, with notice, until the visitor objects."
_CONTAINER = "The container of Google Tag Manager that brings it, instead of scripts of its own."
_ID = "[a-z0-9-]+"
_FILLED = r"\S"
_COOKIE = "(?!__)[A-Za-z0-9_-]+"
_NAME = "[A-Za-z_$][A-Za-z0-9_$]*"
# What a tag says of a language beyond its name (BCP 47).
_KIND = "(-[A-Za-z0-9]{1,8})*"


def schema(language: str = "en") -> dict[str, Any]:
    """Return the schema, as JSON has it (draft 2020-12), with our texts as *language* has them."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What a site declares to its cookie banner",
        **_table(
            {
                "language": {"description": "The language of the texts.", "default": "en", **_language()},
                "languages": {
                    "description": "The languages that visitors can choose from.",
                    "type": "array",
                    "items": _language(),
                },
                "server": _text(
                    "Where decisions are sent, such as api/consent/, if the site has a server.", ".*/"
                ),
                "lifetime_days": {
                    "description": "How long a consent holds. Browsers keep no cookie longer.",
                    "type": "integer",
                    "minimum": 1,
                    "maximum": config.LONGEST_LIFETIME,
                    "default": config.DEFAULT_LIFETIME,
                },
                "layout": _choice("A card, a bar across the window, or a box in its middle.", config.LAYOUTS),
                "position": _choice("Where the banner stands in the window.", config.POSITIONS),
                "reopen": _choice(
                    "A button in a corner of every page that opens the preferences.", config.REOPENS
                ),
                "theme": _theme(),
                "start": _choice(
                    "When Python starts: with the first move towards the banner, or when the page is idle.",
                    config.STARTS,
                ),
                "runtime": _choice("The interpreter that visitors get.", config.RUNTIMES),
                "pages": _text("A folder of pages to deploy beside the banner, seen from this file."),
                "cookies": _table(
                    {
                        "consent": _text("The name of the cookie that keeps the consent.", _COOKIE),
                        "language": _text("The name of the cookie that keeps the language.", _COOKIE),
                        "domain": _text("The domain whose hosts share one consent, such as shop.example."),
                        "path": _text(
                            "The path of the pages that share one consent, such as /shop/.",
                            formats.COOKIE_PATH,
                        ),
                    },
                    description="The banner's own cookies, where their usual names are taken.",
                ),
                "global": _text("What page scripts call the banner by; consent if left out.", _NAME),
                "revision": _text("Another text here asks every visitor again."),
                "updated": {
                    "description": "The day from which on /.well-known/gpc.json says that the site honours "
                    "Global Privacy Control.",
                    "format": "date",
                },
                "links": _table(
                    {key: _by_language(f"The page of the {key}.") for key in config.LINKS},
                    required=config.LINKS,
                    description="Addresses, seen from the folder of consent/: one, or one for each language.",
                ),
                "purposes": _tables("The headings under which services stand.", _purpose(), least=1),
                "vendors": _tables("The companies behind your own services.", _vendor()),
                "services": _tables("What the visitor switches.", {"oneOf": _services()}, least=1),
                "regions": _tables("Where other rules hold than that everything is asked.", _region()),
                "texts": _texts(language),
            },
            required=("links", "purposes", "services"),
        ),
    }


def _theme() -> dict[str, Any]:
    colours = {name: _text(f"The colour {name}, as CSS has it.") for name in properties.COLOURS}
    return _table(
        {
            "scheme": _choice("Light or dark as the page, as the system, or always one.", theme.SCHEMES),
            "ready": {"description": "A ready theme to start from.", "enum": sorted(theme.ready())},
            **colours,
            **{name: _text(f"What --consent-{name} is, as CSS has it.") for name in properties.MEASURES},
            "dark": _table(colours, description="The colours of the dark theme."),
        },
        description="The look; each key is a property of the style, without --consent- before it.",
    )


def _purpose() -> dict[str, Any]:
    known = ", ".join(config.PURPOSES)
    return _table(
        {
            "id": _text(f"One of {known}, or one of your own with a name and a text.", _ID),
            "required": _flag("Its services are told, not asked."),
            "advertising": _flag("Its services advertise: an opt-out of sale and sharing denies them."),
            "name": _text("What visitors read as its name."),
            "text": _text("A sentence that says what it is for."),
            "aim": _text('What ends the sentence "we use cookies to …" on the first layer.'),
        },
        required=("id",),
        # An id of one's own needs its words.
        anyOf=[
            {"properties": {"id": {"enum": list(config.PURPOSES)}}},
            {"required": ["name", "text"]},
        ],
    )


def _region() -> dict[str, Any]:
    notice = {"properties": {"mode": {"const": ON_WITH_NOTICE}}, "required": ["mode"]}
    return _table(
        {
            "codes": {
                "description": "Countries, or parts of them, as ISO 3166 has them.",
                "type": "array",
                "minItems": 1,
                "items": _text('A country such as "US", or a part of one such as "US-CA".', regions.CODE),
            },
            "mode": _choice(
                "Everything is asked; all is on unless it is denied; or some services are on with notice.",
                MODES,
            ),
            "on": {
                "description": "The purposes or services that are on with notice.",
                "type": "array",
                "minItems": 1,
                "items": _text("The id of a purpose or a service.", _ID),
            },
        },
        required=("codes", "mode"),
        **{"if": notice, "then": {"required": ["on"]}, "else": {"properties": {"on": False}}},
    )


def _vendor() -> dict[str, Any]:
    return _table(
        {
            "id": _text("The id that services name it by.", _ID),
            "name": _text("The name of the company."),
            "policy": _by_language("Its privacy policy."),
            "usa": _flag("It may bring data to the United States of America."),
        },
        required=("id", "name"),
    )


def _services() -> list[dict[str, Any]]:
    known = catalogue.services()
    return [*(_known(one) for one in known.values()), _own(list(known))]


def _known(known: Known) -> dict[str, Any]:
    settings = {
        key: {**_text(f"{one.help}, such as {one.example}", one.pattern), "examples": [one.example]}
        for key, one in known.settings.items()
    }
    rules = tuple(one.rule for one in known.exemptions)
    exempt = {"exempt": _choice(_EXEMPT, rules)} if rules else {}
    brought = {"container": _text(_CONTAINER, _container())} if known.id != container.ID else {}
    needed = [key for key, one in known.settings.items() if one.required]
    one_of = {"anyOf": [{"required": [key]} for key in known.one_of]} if known.one_of else {}
    return _table(
        {
            "use": {"description": f"{known.name}, from the catalogue.", "const": known.id},
            "id": _text(f'Your name for another account of it, if not "{known.id}".', _ID),
            "name": _text(f'What visitors read as its name, if not "{known.name}".'),
            "purpose": _text(f"The purpose it stands under, if not {_purposes(known)}.", _ID),
            "text": _text("A sentence that says what it does, instead of ours."),
            **exempt,
            **brought,
            **settings,
        },
        required=("use",),
        # What a container brings, it has the account of.
        anyOf=[{"required": ["container"]}, {"required": needed}] if brought else [{"required": needed}],
        **({"allOf": [one_of]} if one_of else {}),
    )


def _container() -> str:
    return catalogue.services()[container.ID].settings["container_id"].pattern


def _purposes(known: Known) -> str:
    """Return the purpose of a service, and those that its parts have."""
    others = [f'"{part.purpose}" with {part.when}' for part in known.parts if part.purpose]
    return " or ".join([f'"{known.purpose}"', *others])


def _own(known: list[str]) -> dict[str, Any]:
    return _table(
        {
            "id": {**_text("Your name for the service in records and pages.", _ID), "not": {"enum": known}},
            "name": _text("What visitors read as its name."),
            "text": _text("A sentence that says what it does."),
            "purpose": _text("The id of the purpose that it stands under.", _ID),
            "vendor": _text("The id of the company behind it."),
            "scripts": _tables("What to load once it is granted, in this order.", _script()),
            "sale": _flag("It hands data to others for their own ends: off under Global Privacy Control."),
            "exempt": _choice(_EXEMPT, tuple(exemptions.RULES)),
            "container": _text(_CONTAINER, _container()),
            "gates": _flag("It loads nothing itself: elements of pages wait for it."),
            "embed": _embed(),
            "hosts": {
                "description": "The hosts that it may contact once it is approved.",
                "type": "array",
                "items": {"type": "string"},
            },
            "calls": {
                "description": "The functions by which pages tell it something, such as fbq or _paq.push: "
                "what is called before the consent waits for it.",
                "type": "array",
                "items": _text("A function, as pages call it.", formats.CALL),
            },
            "command": _text("The first argument by which it is told of consents, which is ours to say."),
            "withdraw": _table({"code": _text("JavaScript that tells it that its consent has ended.")}),
            "cookies": _tables("What it keeps in the browser.", _cookie()),
        },
        required=("id", "name", "text", "purpose", "vendor"),
    )


def _script() -> dict[str, Any]:
    return _table(
        {
            "src": _address("The address of a script."),
            "code": _text("JavaScript to run."),
            "module": _flag("The script is a module."),
            "style": _address("The address of a style sheet, instead of a script."),
            "pixel": _address("The address of a picture that nobody sees, instead of a script."),
            "attributes": {
                "description": "Attributes of the element: a text each, or true.",
                "type": "object",
                "additionalProperties": False,
                "patternProperties": {
                    f"^({entries.ATTRIBUTE})$": {"type": ["string", "boolean"], "not": {"const": False}}
                },
            },
        },
        oneOf=[{"required": [key]} for key in ("src", "code", "style", "pixel")],
    )


def _embed() -> dict[str, Any]:
    return _table(
        {
            "kind": _choice("What one item is.", EMBEDS),
            "pattern": _text("A regular expression that data-embed matches as a whole."),
            "link": _address("The address of an item itself, with {id} for what data-embed says."),
            "frame": _address("The address of a frame that shows it, with {id}."),
            "play": _text("What is added to that where the visitor has asked for this item."),
            "allow": _text("What the frame may do, as its attribute allow has it."),
            "markup": _text("Markup that a script of the provider brings to life, instead of a frame."),
            "show": _text("JavaScript that brings the markup in item to life."),
        },
        required=("kind", "pattern", "link"),
        description="Outside content that it shows in places of pages.",
    )


def _cookie() -> dict[str, Any]:
    return _table(
        {
            "name": _text("Its name; a * at the end stands for a family of names.", formats.NAME),
            "duration": _text('How long it stays, such as "30 days".', formats.DURATION),
            "kind": _choice("A cookie, a key of web storage, a database, or a cache.", entries.KINDS),
            "domain": _text("The third party's domain, if it is not the site's own."),
        },
        required=("name", "duration"),
    )


def _texts(language: str) -> dict[str, Any]:
    own = {"^(purpose|service)[.]" + _ID + "[.](name|text)$": _text("Words for one of your own.")}
    # All languages have the same keys.
    texts = {
        **_table({key: _text(text) for key, text in locales.texts(language).items()}),
        "patternProperties": own,
    }
    described = _table({}, description="Your own words, by language and key, instead of ours.")
    return {**described, "patternProperties": {_tags(): texts}}


def _language() -> dict[str, Any]:
    """Return the schema of a language that there are texts for, or of a kind of it, as in one country."""
    return {
        "anyOf": [
            {"enum": list(locales.languages())},
            {"pattern": _tags()},
        ]
    }


def _tags() -> str:
    """Return the pattern of a language that there are texts for, or of a kind of it."""
    return f"^({'|'.join(locales.languages())}){_KIND}$"


def _table(properties: dict[str, Any], required: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def _tables(description: str, items: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"description": description, "type": "array", "minItems": least, "items": items}


def _text(description: str, whole: str = "") -> dict[str, Any]:
    """Return the schema of a text that matches *whole*, or that at least is not blank."""
    pattern = f"^({whole})$" if whole else _FILLED
    return {"description": description, "type": "string", "pattern": pattern}


def _address(description: str) -> dict[str, Any]:
    return _text(description, formats.ADDRESS)


def _choice(description: str, among: tuple[str, ...], default: str = "") -> dict[str, Any]:
    return {"description": description, "enum": list(among), "default": default or among[0]}


def _by_language(description: str) -> dict[str, Any]:
    """Return the schema of an address, or of a table with one for each language."""
    address = _address(description)
    return {
        "description": description,
        "anyOf": [address, {**_table({}), "patternProperties": {_tags(): address}}],
    }


def _flag(description: str) -> dict[str, Any]:
    return {"description": description, "type": "boolean", "default": False}
