"""Tells what a script does with a node of its tree: hands it over as an address, or calls it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from banner.config.javascript import FUNCTIONS
from banner.observe.markup import HINTS, LOADS

if TYPE_CHECKING:
    from tree_sitter import Node

_WHOLE: Final = len('"https:')  # an address begins its text, maybe behind this
_GLOBAL: Final = ("window", "self", "globalThis")
_CONNECTS: Final = ("EventSource", "SharedWorker", "WebSocket", "Worker")
_METHOD: Final = re.compile(r"""["'`](?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)["'`]""", re.IGNORECASE)
_MADE: Final = r"""(?:new\s+(Image|Audio)\b|(?:[\w$]+\.)?createElement\(\s*["'`]([\w-]+)["'`])"""
_MADE_BY_NAME: Final = {"Image": "img", "Audio": "audio"}
_LINKED: Final = re.compile(rf"""["'`](?:{"|".join(sorted({*HINTS, "stylesheet"}))})["'`]""")


def literal(node: Node, at: int) -> Node | None:
    """Return the literal that has *node* and begins with the address at the byte *at*."""
    while node.type not in ("string", "template_string") and node.parent:
        node = node.parent
    begins = node.type in ("string", "template_string") and at - node.start_byte <= _WHOLE
    return node if begins else None


def whole(node: Node) -> Node:
    """Return the value that begins with the literal *node*: texts joined to it, brackets around it."""
    while parent := node.parent:
        first = parent.child_by_field_name("left") == node and _has(parent, "+")
        bracketed = parent.type == "parenthesized_expression"
        call = parent.parent
        joined = (
            call is not None
            and call.type == "call_expression"
            and parent.child_by_field_name("object") == node
            and plain(parent).endswith(".concat")
        )
        if not (bracketed or joined or (parent.type == "binary_expression" and first)):
            break
        node = call if joined and call else parent
    return node


def handed(node: Node) -> bool:
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
    if called is None or (called.type != "import" and not plain(called)):
        return False
    first, (above, _, method) = arguments.named_children[0], plain(called).rpartition(".")
    if method == "open":
        return place == 1 and bool(_METHOD.fullmatch(plain(first)))
    if method == "setAttribute":
        owner = called.child_by_field_name("object")
        return place == 1 and owner is not None and _element_loads(owner, plain(first)[1:-1])
    return place == 0 and (
        called.type == "import"
        or _bare(called) in ("fetch", "importScripts")
        or (method == "sendBeacon" and above.endswith("navigator"))
        or (method == "getScript" and above in ("$", "jQuery"))
    )


def _loads(member: Node) -> bool:
    """Return whether *member*, ``element.attribute``, loads what is written into it."""
    owner, attribute = member.child_by_field_name("object"), member.child_by_field_name("property")
    return owner is not None and attribute is not None and _element_loads(owner, plain(attribute))


def _element_loads(owner: Node, attribute: str) -> bool:
    """Return whether *owner* is an element, made in the same function, that loads by the *attribute*."""
    scope = owner
    while scope.parent and scope.type not in FUNCTIONS:
        scope = scope.parent
    around = plain(scope)
    if owner.type == "identifier":
        made = rf"(?<![\w$.]){re.escape(plain(owner))}\s*=\s*{_MADE}"
        tags = [_tag(found) for found in re.finditer(made, around)]
    else:
        found = re.match(rf"[\s(]*{_MADE}", plain(owner)) if owner.type != "member_expression" else None
        tags = [_tag(found)] if found else []
    return bool(tags) and all(
        attribute in LOADS.get(tag, ()) and (tag != "link" or bool(_LINKED.search(around))) for tag in tags
    )


def _tag(found: re.Match[str]) -> str:
    return (found[2] or _MADE_BY_NAME[found[1]]).lower()


def global_name(node: Node) -> Node | None:
    """Return the expression that names a global, of which *node* is the last word; ``None`` for others."""
    if node.type == "property_identifier":
        parent = node.parent
        owner = parent.child_by_field_name("object") if parent else None
        return parent if owner is not None and plain(owner) in _GLOBAL else None
    # What else has the name, as a key that is a variable, too, does more than call it.
    return node if "identifier" in node.type else None


def calls(named: Node, method: str) -> bool | None:
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
        if word is None or plain(word) != method:
            return False
        named, used = used, used.parent
    if used is None or used.type != "call_expression" or used.child_by_field_name("function") != named:
        return False if method else None
    return None if _has(used, "optional_chain") else True


def tried(node: Node) -> bool:
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
    text = plain(node) if node else ""
    before, _, name = text.rpartition(".")
    return name if before in ("", *_GLOBAL) else text


def plain(node: Node) -> str:
    """Return the text of *node*."""
    return (node.text or b"").decode(errors="replace")
