"""One request of a connected tool: method, URL with slots, headers from the environment, body."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from wa_support.config.connect_urls import parts_of, url_of
from wa_support.config.nodes import ListNode, MapNode, Node, TextNode
from wa_support.config.reading import Reading, described, quoted
from wa_support.domain.connector_specs import (
    HeaderTemplate,
    Method,
    Request,
    Slot,
    Template,
    Url,
    Variable,
)

METHODS: Final[Mapping[str, Method]] = {
    "get": "GET", "post": "POST", "put": "PUT", "patch": "PATCH", "delete": "DELETE",
}  # fmt: skip
OURS: Final = ("WA_", "WHATSAPP_", "OPENAI_", "SLACK_", "GRAPH_", "SMTP_", "DATABASE_")
_HEADER: Final = re.compile(r"[A-Za-z0-9-]{1,60}")
_OF_HTTP: Final = frozenset(
    {"host", "content-length", "content-type", "transfer-encoding", "connection", "te", "upgrade",
     "accept", "accept-encoding", "expect", "trailer", "proxy-authorization"}
)  # fmt: skip
_OF_KEYS: Final = frozenset({"authorization", "cookie", "x-api-key"})
_NAME: Final = re.compile(r"[A-Z][A-Z0-9_]{0,60}")
_VARIABLE: Final = re.compile(r"\$\{([^{}]*)\}")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_NOWHERE: Final = Request(method="GET", url=Url(origin="", host=""))


def is_header(name: str) -> bool:
    """One that a policy may declare: not HTTP's own."""
    return _HEADER.fullmatch(name) is not None and name.lower() not in _OF_HTTP


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReading:
    """`slots` are the names that a template may use, `in_paths` those that always have a value."""

    reading: Reading
    slots: tuple[str, ...]
    in_paths: frozenset[str]
    methods: tuple[Method, ...]
    private_hosts: frozenset[str]

    def read(self, node: Node, fields: Mapping[str, Node]) -> tuple[Request, frozenset[str]]:
        """The request, and which slots it sends."""
        said = [name for name in METHODS if name in fields]
        ways = " or ".join(name for name, method in METHODS.items() if method in self.methods)
        for extra in said[1:]:
            self.reading.fault(fields[extra], f"{extra} beside {said[0]}", "one of them")
        if not said:
            self.reading.fault(node, "no request", f"{ways}: and an address")
            return _NOWHERE, frozenset(self.slots)
        if METHODS[said[0]] not in self.methods:
            self.reading.fault(fields[said[0]], said[0], f"{ways} here")
        request = Request(
            method=METHODS[said[0]],
            url=self._url(fields[said[0]]),
            headers=self._headers(fields),
            body=self._body(fields["body"]) if "body" in fields else None,
        )
        return request, _sent(request)

    def probe(self, node: Node, fields: Mapping[str, Node]) -> Request:
        """A GET without slots, with the tool's own headers."""
        plain = RequestReading(
            reading=self.reading,
            slots=(),
            in_paths=frozenset(),
            methods=("GET",),
            private_hosts=self.private_hosts,
        )
        return Request(method="GET", url=plain._url(node), headers=self._headers(fields))

    def _url(self, node: Node) -> Url:
        try:
            return url_of(
                self.reading.text(node),
                slots=self.slots,
                in_paths=self.in_paths,
                private_hosts=self.private_hosts,
            )
        except ValueError as error:
            self.reading.fault(node, described(node), str(error))
            return _NOWHERE.url

    def _headers(self, fields: Mapping[str, Node]) -> dict[str, HeaderTemplate]:
        headers: dict[str, HeaderTemplate] = {}
        if "headers" in fields:
            for key, value in self.reading.entries(fields["headers"], "headers"):
                headers[key.text] = self._header(key, value)
        if "key_from" in fields:
            name = self._variable(fields["key_from"], self.reading.text(fields["key_from"]))
            headers["Authorization"] = ("Bearer ", name)
        return headers

    def _header(self, key: TextNode, node: Node) -> HeaderTemplate:
        text = self.reading.text(node)
        if not is_header(key.text):
            self.reading.fault(key, quoted(key.text), "a header that is not HTTP's own")
        pieces = _VARIABLE.split(text)
        fixed, names = pieces[::2], pieces[1::2]
        if not text.isascii() or not text.isprintable() or any(c in "".join(fixed) for c in "{}$"):
            self.reading.fault(node, "a header", "plain characters and ${NAME} of the environment")
        if key.text.lower() in _OF_KEYS and not names:
            self.reading.fault(node, "a key in the file", "${NAME} of the environment")
        found: list[str | Variable] = [fixed[0]]
        for name, after in zip(names, fixed[1:], strict=True):
            found += [self._variable(node, name), after]
        return tuple(part for part in found if part != "")

    def _variable(self, node: Node, name: str) -> Variable:
        if not _NAME.fullmatch(name):
            self.reading.fault(node, "a variable's name", "capitals, digits and _: SHOP_API_KEY")
        elif name.startswith(OURS):
            self.reading.fault(node, name, "a key of the other system, not one of this service")
        return Variable(name, node.line, node.column)

    def _body(self, node: Node) -> Any:
        match node:
            case MapNode():
                return {key.text: self._body(value) for key, value in node.entries}
            case ListNode():
                return [self._body(item) for item in node.items]
            case TextNode():
                return self._scalar(node)

    def _scalar(self, node: TextNode) -> Any:
        if node.style is None and node.text in ("true", "false"):
            return node.text == "true"
        if node.style is None and _NUMBER.fullmatch(node.text):
            return int(node.text)
        try:
            return parts_of(node.text, self.slots, self.in_paths)
        except ValueError as error:
            self.reading.fault(node, described(node), str(error))
            return ()


def _sent(request: Request) -> frozenset[str]:
    templates: list[Template] = [*request.url.segments, *(each for _, each in request.url.query)]
    parts: Iterable[str | Slot] = (part for template in templates for part in template)
    in_url = {part.name for part in parts if isinstance(part, Slot)}
    return frozenset(in_url | _slots_in(request.body))


def _slots_in(body: Any) -> set[str]:
    if isinstance(body, Slot):
        return {body.name}
    if isinstance(body, Mapping):
        body = list(body.values())
    return (
        {name for each in body for name in _slots_in(each)}
        if isinstance(body, list | tuple)
        else set()
    )
