"""`SMTP_URL`: `smtps://user:password@host:465?to=a@x,b@y&from=support@x`."""

from email.utils import parseaddr
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from wa_support.domain.mailbox import Mailbox

_PORTS: Final = {"smtp": 587, "smtps": 465}


def read_smtp_url(url: str) -> Mailbox:
    """`smtps://user:password@host:465?to=a@x,b@y&from=support@x`; raises ValueError."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    to = tuple(one.strip() for one in ",".join(asked.pop("to", [])).split(",") if one.strip())
    sender = asked.pop("from", [""])[0] or (to[0] if to else "")
    if parts.scheme not in _PORTS or not parts.hostname or asked or parts.path not in ("", "/"):
        raise ValueError
    if not to or not all(_is_address(one) for one in (*to, sender)):
        raise ValueError
    return Mailbox(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        tls=parts.scheme == "smtps",
        to=to,
        sender=sender,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def _is_address(text: str) -> bool:
    name, address = parseaddr(text)
    plain = not name and address == text and text.isprintable() and " " not in text
    return plain and text.count("@") == 1 and all(text.split("@"))
