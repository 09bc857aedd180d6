"""`engineer.connect`: which system stands behind each tool."""

from typing import Final

from wa_support.config import measures
from wa_support.config.connect_gives import read_errors, read_gives
from wa_support.config.connect_requests import METHODS, RequestReading, is_header
from wa_support.config.nodes import MapNode, Node, TextNode
from wa_support.config.policy_business import measured
from wa_support.config.reading import Reading, described, quoted
from wa_support.domain.connector_specs import (
    IDENTITY,
    KEY,
    KEY_HEADER,
    HttpConnections,
    Method,
    Request,
    StatusRequest,
    ToolCall,
)
from wa_support.domain.tools import TOOL_SPECS, ToolKind, ToolSpec

CONNECTABLE: Final = tuple(name for name in TOOL_SPECS if name != "kb_search")
_BESIDE: Final = ("record", "private_hosts")
_WITHIN_S: Final = 5.0
_LONGEST_S: Final = 20
_REQUEST: Final = (*METHODS, "headers", "key_from", "body")
_ANSWER: Final = ("gives", "errors", "error_code_at")
_CALL: Final = (*_REQUEST, *_ANSWER, "within", "probe")
_RECORD: Final = ToolSpec(name="record", kind=ToolKind.EFFECT, says="")


def read_connect(node: Node, reading: Reading) -> HttpConnections | str | None:
    if isinstance(node, TextNode):
        return reading.word(node, ("sample_shop",))
    if not isinstance(node, MapNode):
        reading.fault(node, described(node), "sample_shop, or a mapping of tools")
        return None
    fields = reading.fields(node, (*CONNECTABLE, *_BESIDE), of="connect")
    hosts: frozenset[str] = frozenset()
    if "private_hosts" in fields:
        hosts = frozenset(reading.text(each) for each in reading.items(fields["private_hosts"]))
    reader = _Reader(reading, hosts)
    return HttpConnections(
        tools={
            name: reader.tool(value, TOOL_SPECS[name])
            for name, value in fields.items()
            if name in TOOL_SPECS
        },
        record=reader.record(fields["record"]) if "record" in fields else None,
        private_hosts=hosts,
    )


class _Reader:
    def __init__(self, reading: Reading, private_hosts: frozenset[str]) -> None:
        self._reading = reading
        self._hosts = private_hosts

    def tool(self, node: Node, spec: ToolSpec) -> ToolCall:
        effect = spec.kind is ToolKind.EFFECT
        own = ("idempotency_header", "became_of") if effect else ("retries",)
        fields = self._reading.fields(node, (*_CALL, *own), required=("gives",), of=spec.name)
        requests = self._requests(spec, ("POST", "PUT", "PATCH", "DELETE") if effect else None)
        request, slots = requests.read(node, fields)
        gives = {}
        if "gives" in fields:
            gives = read_gives(fields["gives"], spec, slots, self._reading)
        return ToolCall(
            request=request,
            gives=gives,
            errors=read_errors(fields, self._reading),
            within_s=self._within(fields),
            retries=self._retries(fields),
            key_header=self._key_header(fields, request) if effect else KEY_HEADER,
            became_of=self._became_of(fields, spec),
            probe=requests.probe(fields["probe"], fields) if "probe" in fields else None,
            line=node.line,
        )

    def record(self, node: Node) -> ToolCall:
        known = (*METHODS, "headers", "key_from", "within", "idempotency_header", "probe")
        fields = self._reading.fields(node, known, of="record")
        requests = self._requests(_RECORD, ("POST", "PUT"))
        request = requests.read(node, fields)[0]
        return ToolCall(
            request=request,
            within_s=self._within(fields),
            key_header=self._key_header(fields, request),
            probe=requests.probe(fields["probe"], fields) if "probe" in fields else None,
            line=node.line,
        )

    def _became_of(self, fields: dict[str, Node], spec: ToolSpec) -> StatusRequest | None:
        if "became_of" not in fields:
            return None
        node = fields["became_of"]
        own = self._reading.fields(node, (*_REQUEST, *_ANSWER), of="became_of")
        request, slots = self._requests(spec, None).read(node, {**_keys_of(fields), **own})
        gives = {}
        if "gives" in own:
            gives = read_gives(own["gives"], spec, slots, self._reading)
        errors = read_errors(own, self._reading, more=("never_arrived",))
        return StatusRequest(request=request, gives=gives, errors=errors)

    def _requests(self, spec: ToolSpec, methods: tuple[Method, ...] | None) -> RequestReading:
        always = {one.name for one in spec.arguments if one.required} | set(IDENTITY)
        key = (KEY,) if spec.kind is ToolKind.EFFECT else ()
        return RequestReading(
            reading=self._reading,
            slots=(*(one.name for one in spec.arguments), *IDENTITY, *key),
            in_paths=frozenset(always) | frozenset(key),
            methods=methods or ("GET", "POST"),
            private_hosts=self._hosts,
        )

    def _within(self, fields: dict[str, Node]) -> float:
        if "within" not in fields:
            return _WITHIN_S
        ms = measured(fields["within"], self._reading, measures.milliseconds, 1000)
        if ms > _LONGEST_S * 1000:
            self._reading.fault(
                fields["within"], described(fields["within"]), f"at most {_LONGEST_S} seconds"
            )
        return ms / 1000

    def _retries(self, fields: dict[str, Node]) -> int:
        return self._reading.number(fields["retries"], low=0, high=3) if "retries" in fields else 1

    def _key_header(self, fields: dict[str, Node], request: Request) -> str:
        """Never in the place of another header: it would take it, and with it a key."""
        node = fields.get("idempotency_header")
        name = self._reading.text(node) if node is not None else KEY_HEADER
        if node is not None and not is_header(name):
            self._reading.fault(node, quoted(name), "a header's name that is not HTTP's own")
        taken = {each.lower() for each in request.headers}
        where = node or fields.get("headers")
        if where is not None and name.lower() in taken:
            self._reading.fault(where, quoted(name), "a header for the idempotency key alone")
        return name


def _keys_of(fields: dict[str, Node]) -> dict[str, Node]:
    """What opens the door for the tool opens it for the question after it."""
    return {name: fields[name] for name in ("headers", "key_from") if name in fields}
