"""An address with slots → fixed origin, path and query. Raises ValueError with what is expected."""

import re
from collections.abc import Collection
from typing import Final
from urllib.parse import unquote_plus, urlsplit

from wa_support.domain.connector_specs import Slot, Template, Url

_SLOT: Final = re.compile(r"\{([^{}]*)\}")
_HOST: Final = re.compile(r"[a-z0-9.-]{1,253}|\[[0-9a-f:.]+\]")
_FIXED: Final = re.compile(r"(?:[A-Za-z0-9._~:@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")


def url_of(
    text: str,
    *,
    slots: Collection[str],
    in_paths: Collection[str],
    private_hosts: Collection[str],
) -> Url:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError("an address such as https://api.shop.example/orders/{order_id}") from None
    host = parts.hostname or ""
    if "{" in parts.netloc or "{" in parts.scheme or not _HOST.fullmatch(_bracketed(host)):
        raise ValueError("a fixed host; slots go into the path and the query only")
    if parts.username is not None or parts.fragment or "\\" in text:
        raise ValueError("no user, password or # in the address; keys go into headers")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in private_hosts):
        raise ValueError("https (plain http only for a host in private_hosts)")
    at = f":{port}" if port else ""
    return Url(
        origin=f"{parts.scheme}://{_bracketed(host)}{at}",
        host=host,
        segments=_segments(parts.path, slots, in_paths),
        query=_query(parts.query, slots, in_paths),
    )


def parts_of(text: str, slots: Collection[str], in_paths: Collection[str]) -> Template:
    """`pages/{order_id}` as fixed text and slots; those not `in_paths` are optional."""
    pieces = _SLOT.split(text)
    fixed, names = pieces[::2], pieces[1::2]
    if any("{" in each or "}" in each for each in fixed):
        raise ValueError("braces in pairs, around a slot's name")
    for name in names:
        if name not in slots:
            raise ValueError(
                f"slots here: {', '.join(f'{{{each}}}' for each in slots)}" if slots else "no slots"
            )
    found: list[str | Slot] = [fixed[0]]
    for name, after in zip(names, fixed[1:], strict=True):
        found += [Slot(name, optional=name not in in_paths), after]
    return tuple(part for part in found if part != "")


def _segments(path: str, slots: Collection[str], in_paths: Collection[str]) -> tuple[Template, ...]:
    segments = tuple(parts_of(each, slots, in_paths) for each in path.removeprefix("/").split("/"))
    for part in (part for template in segments for part in template):
        if isinstance(part, Slot) and part.optional:
            raise ValueError(f"{{{part.name}}} can be left out, so it goes into the query")
        if isinstance(part, str) and (part in (".", "..") or not _FIXED.fullmatch(part)):
            raise ValueError("a path without dots alone, spaces and other odd characters (%20)")
    return segments


def _query(
    query: str, slots: Collection[str], in_paths: Collection[str]
) -> tuple[tuple[str, Template], ...]:
    pairs = []
    for pair in query.split("&") if query else ():
        name, _, value = pair.partition("=")
        if not name or "{" in name:
            raise ValueError("a query such as day={day}, names fixed")
        pairs.append((unquote_plus(name), parts_of(unquote_plus(value), slots, in_paths)))
    return tuple(pairs)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
