"""Links and addresses in an answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from wa_support.domain.grounding.evidence import Evidence, folded

_URL: Final = re.compile(r"\b[a-z][a-z0-9+.-]{1,15}:(?://|\\\\|(?=[a-z0-9+%]))[!-~가-힣]*")
_ASCII_URL: Final = re.compile(r"[!-~]*")
_EMAIL: Final = re.compile(r"[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}")
_TLDS: Final = (
    "com|net|org|kr|io|co|shop|store|online|site|xyz|info|biz|link|click|top|app|dev|me|ru|cn|jp"
    "|tk|ly|gl|gg|to|us|uk|de|fr|eu|ai|tv|cc|pw|icu|example|test|onion|zip|한국|닷컴"
)
_DOMAIN: Final = re.compile(
    rf"(?<![\w@.-])(?:[^\W_][\w-]{{0,62}}\.){{1,6}}(?:{_TLDS})(?![a-z0-9-]|\.[a-z])(?:/[!-~]*)?"
    r"|\bwww\.[!-~]+|(?<!\S)@[a-z0-9_.]{3,32}|\bxn--[a-z0-9-]+|(?<![\w.])[a-z0-9-]{1,63}\.[a-z]{2,12}/[!-~]*"
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"
)
_SPELLED: Final = re.compile(
    rf"[a-z0-9-]{{2,63}}\s?[\[({{]\s?(?:\.|dot|점)\s?[\])}}]\s?[a-z]{{2,}}"
    rf"|[a-z0-9-]{{2,63}}\s(?:dot|점|닷)\s(?:{_TLDS})\b|\bh(?:xx|\*\*)ps?\b"
)
_LEFT_OVER: Final = ".,;:!?)]}>'\"”’*_~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """`rest` is the answer without its links and addresses."""

    rest: str
    faults: tuple[str, ...]


def check_links(answer: str, original: str, facts: Evidence, allowed: frozenset[str]) -> Linked:
    """`answer` is `original` folded; `allowed` are hosts, or https links whose hosts count."""
    faults: list[str] = []
    hosts = {_host(folded(one)) if "://" in one else one.lower() for one in allowed}
    known = facts.text + "\n" + "\n".join(folded(one) for one in allowed)

    def url(found: re.Match[str]) -> str:
        shown = _ascii(found[0])
        faults.extend(_of_url(shown, original, known, hosts))
        return " " + found[0][len(shown) :]

    def email(found: re.Match[str]) -> str:
        if found[0] not in facts.text:
            faults.append(f'The address "{found[0]}" stands in no fact.')
        return " "

    def bare(found: re.Match[str]) -> str:
        faults.append(f'"{found[0]}" is no https link; write the whole link or none.')
        return " "

    rest = _EMAIL.sub(email, _URL.sub(url, answer))
    return Linked(rest=_DOMAIN.sub(bare, _SPELLED.sub(bare, rest)), faults=tuple(faults))


def _ascii(shown: str) -> str:
    """Without the Korean particle that follows it, and without the end of a sentence."""
    found = _ASCII_URL.match(shown)
    return (found[0] if found else "").rstrip(_LEFT_OVER)


def _of_url(shown: str, original: str, known: str, hosts: set[str]) -> Iterator[str]:
    host = _host(shown)
    if not shown.startswith("https://"):
        yield f'"{shown}" is not an https link.'
    elif host not in hosts or shown.partition("#")[0].count("@"):
        yield f'The link "{shown}" leads to a place that is not allowed.'
    elif not _stands(shown, known):
        yield f'The link "{shown}" stands in no fact.'
    elif shown not in original.lower():
        yield f'The link "{shown}" is written with disguised characters.'


def _stands(shown: str, known: str) -> bool:
    """Whole, not as the beginning of another one."""
    return re.search(rf"{re.escape(shown)}/?(?![\w/?=&%-])", known, re.ASCII) is not None


def _host(link: str) -> str:
    """The exact host; with a port, a user or an odd character it is no host that we know."""
    try:
        return urlsplit(link).netloc
    except ValueError:
        return ""
