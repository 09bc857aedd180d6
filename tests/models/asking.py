"""One request to a language model, and a simulated server behind each of the two adapters."""

from typing import Any, Final

from wa_support.models.chat_model import ChatModel
from wa_support.models.openai_client import OpenAiClient
from wa_support.models.responses_model import ResponsesModel
from wa_support.ports.language_model import (
    Correction,
    LanguageModel,
    ModelRequest,
    ModelTool,
    Said,
    Speaker,
    ToolAnswer,
    ToolCall,
)
from wa_support.simulator.model.answers import Endpoint
from wa_support.simulator.model.configuration import ModelConfig
from wa_support.simulator.model.server import RunningModel, start_model

KEY: Final = "sk-test-0123456789abcdef"
MODEL: Final = "gpt-6-luna"


class Ticking:
    """A clock that stands still."""

    def now(self) -> int:
        return 1_795_500_000_000

    def monotonic(self) -> float:
        return 0.0


def strict(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


ANSWER: Final = strict(
    intent={"type": "string"},
    order_id={"anyOf": [{"type": "string"}, {"type": "null"}]},
    next_action={"type": "string", "enum": ["answer", "hand_off"]},
)
GET_ORDER: Final = ModelTool(
    name="get_order",
    says="One order of this customer.",
    parameters=strict(order_id={"type": "string", "pattern": "^[0-9]{8}-[0-9]{6}$"}),
)
CALL: Final = ToolCall(id="call_1", name="get_order", arguments='{"order_id":"20261101-000123"}')
REQUEST: Final = ModelRequest(
    instructions="You answer for a shop.",
    lines=(
        Said(by=Speaker.CUSTOMER, text="주문 어디쯤 왔나요"),
        Said(by=Speaker.ASSISTANT, text="주문번호를 알려 주시겠습니까?"),
        Said(by=Speaker.CUSTOMER, text="20261101-000123"),
        ToolAnswer(call=CALL, result='{"state":"shipped"}'),
        Correction(answer='{"intent":1}', violation="intent is a string"),
    ),
    tools=(GET_ORDER,),
    schema_name="understanding",
    schema=ANSWER,
    safety_id="c0ffee",
)


def serving(script: Any, **changes: Any) -> RunningModel:
    settings: dict[str, Any] = {"api_key": KEY, "models": (MODEL,), "slow_s": 5} | changes
    return start_model(ModelConfig(script=script, **settings))


def model_at(url: str, endpoint: Endpoint, *, key: str = KEY, name: str = MODEL) -> LanguageModel:
    client = OpenAiClient(api_key=key, base_url=url)
    if endpoint is Endpoint.RESPONSES:
        return ResponsesModel(client, name)
    return ChatModel(client, name, Ticking())
