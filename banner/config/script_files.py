"""Reads a script in a file of its own: whom it surely contacts, and whose functions it calls.

Bundles have addresses in texts, in settings and in code that never runs. So an address counts only where it
is a literal, or begins one, that the browser is handed: ``import``, ``fetch``, ``sendBeacon``, ``WebSocket``,
``EventSource``, ``Worker``, ``importScripts``, ``open`` of a request, ``$.getScript``, and the address of an
element that the same function makes. A function counts as called only where the file does nothing else with
its name: it neither makes it nor looks whether it is there. Where the parser is not installed, nothing is
found.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from banner.config.javascript import FUNCTIONS, parser
from banner.config.loads import Load
from banner.observe.markup import HINTS, LOADS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

# What stands before an address that the browser may be handed: without it, nothing has to be parsed.
_BEFORE: Final = re.compile(
    r"\b(?:import|from|fetch|sendBeacon|WebSocket|EventSource|(?:Shared)?Worker|importScripts|getScript|open"
    r"|setAttribute|src|href|data)\b[^;{}]{0,80}\Z"
)
_ADDRESS: Final = re.compile(
    r"""["'`](?:(?:https?|wss?):)?((?:\\?/){2}([\w.-]+\.\w+)[^"'`\s]*)""", re.IGNORECASE
)
_IN_WORD: Final = re.compile(r"[\w$]")
_IMPORTS: Final = re.compile(r"""\b(?:from|import)\s*["']""")
_CALLED: Final = re.compile(r"\s*\(")
_REACH: Final = 100
_WHOLE: Final = len('"https:')  # an address begins its text, maybe behind this
_GLOBAL: Final = ("window", "self", "globalThis")
_CONNECTS: Final = ("EventSource", "SharedWorker", "WebSocket", "Worker")
_METHOD: Final = re.compile(r"""["'`](?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)["'`]""", re.IGNORECASE)
_MADE: Final = r"""(?:new\s+(Image|Audio)\b|(?:[\w$]+\.)?createElement\(\s*["'`]([\w-]+)["'`])"""
_MADE_BY_NAME: Final = {"Image": "img", "Audio": "audio"}
_LINKED: Final = re.compile(rf"""["'`](?:{"|".join(sorted({*HINTS, "stylesheet"}))})["'`]""")


class Script:
    """One reading of a script by its *text*."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _root(self) -> Node | None:
        made = parser()
        return made.parse(self.text.encode()).root_node if made else None

    def contacts(self) -> Iterator[Load]:
        """Give what the script asks others for, whenever that part of it runs."""
        for found in _ADDRESS.finditer(self.text):
            start = found.start(1)
            if _BEFORE.search(self.text, max(0, start - _REACH), start):
                node = self._at(start)
                literal = _literal(node, self._bytes(start)) if node else None
                if literal and _handed(_value(literal)):
                    yield Load(found[2].lower(), found[1].replace("\\", ""), offset=start, sure=True)

    def imports(self) -> Iterator[str]:
        """Give the addresses of the modules that run before this one, as they are written."""
        if not _IMPORTS.search(self.text) or not self._root:
            return
        for one in self._root.named_children:
            source = one.child_by_field_name("source")
            if source and one.type in ("import_statement", "export_statement"):
                yield _plain(source)[1:-1]

    def calls(self, name: str) -> list[int]:
        """Return where the script calls *name*, such as ``"fbq"`` or ``"_paq.push"``, as told above."""
        root, _, method = name.partition(".")
        found: list[int] = []
        if not any(_CALLED.match(self.text, at + len(name)) for at in _words(name, self.text)):
            return found
        for at in _words(root, self.text):
            node = self._at(at)
            named = _global(node) if node else None
            if not named:
                continue
            call = _call(named, method)
            if call is None:
                return []
            if call and not _tried(named):
                found.append(at)
        return found

    def _at(self, place: int) -> Node | None:
        at = self._bytes(place)
        return self._root.descendant_for_byte_range(at, at + 1) if self._root else None

    def _bytes(self, place: int) -> int:
        return place if self.text.isascii() else len(self.text[:place].encode())


def _words(name: str, text: str) -> Iterator[int]:
    """Give where *name* stands in *text* as a word, or as several; a pattern would take ten times as long."""
    at = text.find(name)
    while at >= 0:
        if not _IN_WORD.match(text, at - 1 if at else len(text)) and not _IN_WORD.match(text, at + len(name)):
            yield at
        at = text.find(name, at + 1)


def _literal(node: Node, at: int) -> Node | None:
    """Return the literal that has *node* and begins with the address at the byte *at*."""
    while node.type not in ("string", "template_string") and node.parent:
        node = node.parent
    begins = node.type in ("string", "template_string") and at - node.start_byte <= _WHOLE
    return node if begins else None


def _value(node: Node) -> Node:
    """Return the value that begins with the literal *node*: texts joined to it, brackets around it."""
    while parent := node.parent:
        first = parent.child_by_field_name("left") == node and _has(parent, "+")
        whole = parent.type == "parenthesized_expression"
        call = parent.parent
        joined = (
            call is not None
            and call.type == "call_expression"
            and parent.child_by_field_name("object") == node
            and _plain(parent).endswith(".concat")
        )
        if not (whole or joined or (parent.type == "binary_expression" and first)):
            break
        node = call if joined and call else parent
    return node


def _handed(node: Node) -> bool:
    """Return whether the browser is handed *node* as the address of something to load or to call."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type in ("import_statement", "export_statement"):
        return True
    if parent.type == "assignment_expression":
        left = parent.child_by_field_name("left")
        return left is not None and left.type == "member_expression" and _loads(left)
    if parent.type == "arguments" and parent.parent:
        return _takes(parent.parent, parent, parent.named_children.index(node))
    return False


def _takes(call: Node, arguments: Node, place: int) -> bool:
    """Return whether a *call* hands the browser that of its *arguments* which has the *place*."""
    if call.type == "new_expression":
        return place == 0 and _bare(call.child_by_field_name("constructor")) in _CONNECTS
    called = call.child_by_field_name("function")
    if called is None or (called.type != "import" and not _plain(called)):
        return False
    first, (above, _, method) = arguments.named_children[0], _plain(called).rpartition(".")
    if method == "open":
        return place == 1 and bool(_METHOD.fullmatch(_plain(first)))
    if method == "setAttribute":
        owner = called.child_by_field_name("object")
        return place == 1 and owner is not None and _element_loads(owner, _plain(first)[1:-1])
    return place == 0 and (
        called.type == "import"
        or _bare(called) in ("fetch", "importScripts")
        or (method == "sendBeacon" and above.endswith("navigator"))
        or (method == "getScript" and above in ("$", "jQuery"))
    )


def _loads(member: Node) -> bool:
    """Return whether *member*, ``element.attribute``, loads what is written into it."""
    owner, attribute = member.child_by_field_name("object"), member.child_by_field_name("property")
    return owner is not None and attribute is not None and _element_loads(owner, _plain(attribute))


def _element_loads(owner: Node, attribute: str) -> bool:
    """Return whether *owner* is an element, made in the same function, that loads by the *attribute*."""
    scope = owner
    while scope.parent and scope.type not in FUNCTIONS:
        scope = scope.parent
    around = _plain(scope)
    if owner.type == "identifier":
        made = rf"(?<![\w$.]){re.escape(_plain(owner))}\s*=\s*{_MADE}"
        tags = [_tag(found) for found in re.finditer(made, around)]
    else:
        found = re.match(rf"[\s(]*{_MADE}", _plain(owner)) if owner.type != "member_expression" else None
        tags = [_tag(found)] if found else []
    return bool(tags) and all(
        attribute in LOADS.get(tag, ()) and (tag != "link" or bool(_LINKED.search(around))) for tag in tags
    )


def _tag(found: re.Match[str]) -> str:
    return (found[2] or _MADE_BY_NAME[found[1]]).lower()


def _global(node: Node) -> Node | None:
    """Return the expression that names a global, of which *node* is the last word; ``None`` for others."""
    if node.type == "property_identifier":
        parent = node.parent
        owner = parent.child_by_field_name("object") if parent else None
        return parent if owner is not None and _plain(owner) in _GLOBAL else None
    # What else has the name, as a key that is a variable, too, does more than call it.
    return node if "identifier" in node.type else None


def _call(named: Node, method: str) -> bool | None:
    """Return whether *named*, or its *method*, is called; ``None`` where something else is done with it."""
    used = named.parent
    if used is None:
        return None
    if method or used.child_by_field_name("object") == named:
        if used.type != "member_expression" or used.child_by_field_name("object") != named:
            return None
        word = used.child_by_field_name("property")
        if _has(used, "optional_chain"):
            return None
        if word is None or _plain(word) != method:
            return False
        named, used = used, used.parent
    if used is None or used.type != "call_expression" or used.child_by_field_name("function") != named:
        return False if method else None
    return None if _has(used, "optional_chain") else True


def _tried(node: Node) -> bool:
    """Return whether *node* stands where an error is caught."""
    above: Node | None = node
    while above and above.type not in FUNCTIONS:
        if above.type == "try_statement":
            return True
        above = above.parent
    return False


def _has(node: Node, kind: str) -> bool:
    return any(child.type == kind for child in node.children)


def _bare(node: Node | None) -> str:
    """Return the name of a global without the window before it."""
    text = _plain(node) if node else ""
    before, _, name = text.rpartition(".")
    return name if before in ("", *_GLOBAL) else text


def _plain(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")
