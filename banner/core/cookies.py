"""Cookies as text: read ``document.cookie``, write one cookie, and all that it takes to erase one."""

from __future__ import annotations

_EPOCH = "Thu, 01 Jan 1970 00:00:00 GMT"
_BLANK = " \t"


def pairs(jar: str) -> list[tuple[str, str]]:
    """Return the name and the value of each cookie in a ``document.cookie`` text, in its order.

    Around a name are spaces and tabs, and nothing else that Python takes for one: a sub-domain may write a
    name with a no-break space before ``__Host-``, which browsers take for another name than that without.
    """
    found = []
    for part in jar.split(";"):
        name, equals, value = part.strip(_BLANK).partition("=")
        if equals:
            found.append((name, value))
    return found


def named(jar: str, name: str) -> tuple[str, ...]:
    """Return the values of every cookie called *name* in a ``document.cookie`` text, in its order.

    There can be several: one of the host and one of each parent domain and path.
    """
    return tuple(value for one, value in pairs(jar) if one == name)


def names(jar: str) -> tuple[str, ...]:
    """Return the names in a ``document.cookie`` text, each once."""
    found: list[str] = []
    for name, _ in pairs(jar):
        if name not in found:
            found.append(name)
    return tuple(found)


def covers(pattern: str, name: str) -> bool:
    """Return whether *name* belongs to *pattern*: the same, or alike up to a final ``*``."""
    if pattern.endswith("*"):
        return name.startswith(pattern[:-1])
    return name == pattern


def write(  # noqa: PLR0913, PLR0917 - a cookie has so many attributes
    name: str, value: str, max_age: int, secure: bool, domain: str = "", path: str = "/"
) -> str:
    """Return the text that writes a cookie of the host or *domain*, below *path*, for *max_age* seconds."""
    text = f"{name}={value}; Max-Age={max_age}; Path={path}; SameSite=Lax"
    if domain:
        text += f"; Domain={domain}"
    return text + "; Secure" if secure else text


def partitioned(text: str) -> str:
    """Return the write *text*, of a page on https, as the frame of another site's page may make it (CHIPS).

    The cookie is then one of that frame on that site alone.
    """
    return text.replace("; SameSite=Lax", "; SameSite=None") + "; Partitioned"


def erasures(name: str, host: str, path: str, secure: bool) -> tuple[str, ...]:
    """Return the writes that erase *name* wherever a page at *host* and *path* could have set it.

    A cookie is erased only by naming the domain and the path that it was set with (RFC 6265, 5.3), and a
    page cannot read either; so each parent domain and each parent path is tried. A partitioned one, which
    only https has, is another cookie than the one of the same name that is not (CHIPS).
    """
    plain = tuple(
        erasure(name, domain, folder, secure) for domain in ("", *parents(host)) for folder in folders(path)
    )
    return (*plain, *[partitioned(text) for text in plain]) if secure else plain


def erasure(name: str, domain: str, path: str, secure: bool) -> str:
    """Return the write that erases *name* of one *domain* (empty for the host alone) and *path*."""
    text = f"{name}=; Expires={_EPOCH}; Max-Age=0; Path={path}; SameSite=Lax"
    if domain:
        text += f"; Domain={domain}"
    # A name that begins so asks for Secure wherever it is written (draft-ietf-httpbis-rfc6265bis, 4.1.3);
    # that of any other must not have it, since http may refuse it.
    asks = name.lower().partition("-")[0] in ("__host", "__secure", "__http")
    return text + "; Secure" if secure or asks else text


def parents(host: str) -> tuple[str, ...]:
    """Return *host* and every parent domain with a dot in it; none for an address or a single name.

    >>> parents("www.shop.example")
    ('www.shop.example', 'shop.example')
    """
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return ()
    return tuple(".".join(labels[start:]) for start in range(len(labels) - 1))


def folders(path: str) -> tuple[str, ...]:
    """Return the paths that cookies of a page at *path* can have, the root first.

    >>> folders("/shop/item")
    ('/', '/shop', '/shop/', '/shop/item')
    """
    found = ["/"]
    parts = [part for part in path.split("/") if part]
    for end in range(1, len(parts) + 1):
        folder = "/" + "/".join(parts[:end])
        found.append(folder)
        if end < len(parts) or path.endswith("/"):
            found.append(folder + "/")
    return tuple(found)
