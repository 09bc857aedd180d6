"""Addresses on buttons and in texts. Source: Meta, "templates/components"; shortened addresses
are a classic reason of rejections."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, urlsplit

from wa_support.domain.templates.lint.rule import Rule, Spot, Subject
from wa_support.domain.templates.lint.texts import (
    BODY,
    FOOTER,
    HEADER,
    filled_with,
    header_text,
    urls,
)
from wa_support.domain.templates.template import PLACEHOLDER, URL_LIMIT

_SHORTENERS: Final = (
    "bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "cutt.ly", "rb.gy",
    "rebrand.ly", "shorturl.at", "t.ly", "tiny.cc", "me2.do", "han.gl", "vo.la", "url.kr",
    "buly.kr", "naver.me", "kko.to", "zrr.kr", "c11.kr", "lrl.kr", "abit.ly",
)  # fmt: skip
_WHATSAPP: Final = ("wa.me", "whatsapp.com", "wa.link")
_PLAIN: Final = re.compile(r"[!-~]+")
_HOST: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_VARIABLE_IN_HOST: Final = re.compile(r"[a-zA-Z]+://[^/?#]*\{\{")


def _word(domains: tuple[str, ...]) -> re.Pattern[str]:
    every = "|".join(re.escape(domain) for domain in domains)
    return re.compile(rf"(?<![\w-])(?:{every})(?![\w-]|\.\w)", re.IGNORECASE | re.ASCII)


_SHORT_WORD: Final = _word(_SHORTENERS)
_WHATSAPP_WORD: Final = _word(_WHATSAPP)


def _host(url: str) -> str:
    """Empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_https(url: str) -> bool:
    return url.lower().startswith("https://")


def _insecure(subject: Subject) -> Iterator[Spot]:
    for path, url in urls(subject.template):
        if not _is_https(url):
            yield Spot(path=path)


def _malformed(subject: Subject) -> Iterator[Spot]:
    for path, url in urls(subject.template):
        fixed = PLACEHOLDER.sub("", url)
        elsewhere = not _is_https(url) or _VARIABLE_IN_HOST.match(url)
        named = "@" not in fixed.partition("://")[2].partition("/")[0]
        if elsewhere or (named and _PLAIN.fullmatch(fixed) and _HOST.fullmatch(_host(fixed))):
            continue
        yield Spot(path=path)


def _long(subject: Subject) -> Iterator[Spot]:
    """As Meta is given it, the example percent-encoded."""
    said = subject.template.example_values()
    examples = {name: quote(value, safe="") for name, value in said.items()}
    for path, url in urls(subject.template):
        whole = filled_with(examples, url)
        if len(whole) > URL_LIMIT:
            yield Spot(path=path, it=str(len(whole)))


def _many_variables(subject: Subject) -> Iterator[Spot]:
    for path, url in urls(subject.template):
        found = [each.start() for each in PLACEHOLDER.finditer(url)]
        if len(found) > 1:
            yield Spot(path=path, offset=found[1])


def _variable_inside(subject: Subject) -> Iterator[Spot]:
    for path, url in urls(subject.template):
        found = list(PLACEHOLDER.finditer(url))
        if len(found) == 1 and found[0].end() != len(url) and not _VARIABLE_IN_HOST.match(url):
            yield Spot(path=path, offset=found[0].start())


def _variable_host(subject: Subject) -> Iterator[Spot]:
    for path, url in urls(subject.template):
        if _VARIABLE_IN_HOST.match(url):
            yield Spot(path=path)


def _shortened(subject: Subject) -> Iterator[Spot]:
    for path, url in urls(subject.template):
        if _host(url) in _SHORTENERS:
            yield Spot(path=path, it=_host(url))


def _to_whatsapp(subject: Subject) -> Iterator[Spot]:
    for path, url in urls(subject.template):
        host = _host(url)
        if any(host == domain or host.endswith(f".{domain}") for domain in _WHATSAPP):
            yield Spot(path=path, it=host)


def _in_texts(subject: Subject, pattern: re.Pattern[str]) -> Iterator[Spot]:
    template = subject.template
    texts = ((HEADER, header_text(template)), (BODY, template.body), (FOOTER, template.footer))
    for path, text in texts:
        for found in pattern.finditer(text):
            yield Spot(path=path, it=found.group(), offset=found.start())


def _shortened_in_text(subject: Subject) -> Iterator[Spot]:
    return _in_texts(subject, _SHORT_WORD)


def _to_whatsapp_in_text(subject: Subject) -> Iterator[Spot]:
    return _in_texts(subject, _WHATSAPP_WORD)


_OWN: Final = "the whole address, on your own domain"
RULES: Final = (
    Rule("url_https", "an address without https://", "an address that begins with https://",
         _insecure),
    Rule("url_form", "something that is no web address",
         "https://, a domain and a path, without blanks; other letters percent-encoded",
         _malformed),
    Rule("url_long", "an address of IT characters with the example in it", "at most 2000", _long),
    Rule("url_variables", "a second variable in an address", "one variable, at the end",
         _many_variables),
    Rule("url_variable_inside", "a variable inside an address", "one variable, at the very end",
         _variable_inside),
    Rule("url_variable_host", "a variable as the domain of an address",
         "a fixed domain; the variable at the very end", _variable_host),
    Rule("url_short", "a shortened address (IT)", _OWN, _shortened),
    Rule("url_whatsapp", "an address that leads to WhatsApp (IT)",
         "a reply button: the customer is already here", _to_whatsapp),
    Rule("text_url_short", "a shortened address in the text (IT)", _OWN, _shortened_in_text),
    Rule("text_url_whatsapp", "an address that leads to WhatsApp in the text (IT)",
         "a reply button: the customer is already here", _to_whatsapp_in_text),
)  # fmt: skip
