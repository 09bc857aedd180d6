"""`ports.tools.Recorder` over HTTP: the record as JSON, under a key of its own."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from wa_support.connectors.http.exchange import Exchange, NoAnswer
from wa_support.connectors.http.filling import CannotFill, filled
from wa_support.domain.connector_specs import ToolCall
from wa_support.domain.dates import rfc3339
from wa_support.domain.records import CaseRecord
from wa_support.domain.tool_results import Failed, Succeeded

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRecorder:
    call: ToolCall
    exchange: Exchange
    environment: Mapping[str, str] = field(repr=False)

    def record(self, record: CaseRecord, *, within_s: float) -> Succeeded | Failed:
        """Any 2xx accepts it; what else the other side says is not looked into."""
        try:
            request = replace(
                filled(self.call.request, {}, self.environment, self._headers(record)),
                body=_body(record),
            )
            answer = self.exchange.send(request, within_s=min(within_s, self.call.within_s))
        except (CannotFill, NoAnswer) as error:
            _log.warning("record: %s", error.code)
            return Failed(code=error.code)
        if 200 <= answer.status < 300:
            return Succeeded(fields={})
        _log.warning("record: HTTP %s from %s", answer.status, request.host)
        return Failed(code=f"http_{answer.status}")

    def _headers(self, record: CaseRecord) -> dict[str, str]:
        return {self.call.key_header: record.key, "Content-Type": "application/json"}


def _body(record: CaseRecord) -> bytes:
    told = {
        "key": record.key,
        "event": record.occasion,
        "at": rfc3339(record.at),
        "conversation_id": record.conversation_id,
        **record.fields,
    }
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
