"""Templates and consents at the desk, honestly in memory."""

# ruff: noqa: ARG002 (the ports say who does it; memory does not ask)

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from wa_support.domain.consents import ConsentSaid
from wa_support.domain.errors import NotAllowed
from wa_support.domain.templates.offered import OfferedTemplate, TemplatePreview
from wa_support.domain.templates.template import Variable

SHIPPED = OfferedTemplate(
    name="order_shipped",
    language="ko",
    what_for="주문하신 상품이 출고되면 알립니다",
    asks=(
        Variable(name="order_id", example="1042", means="주문번호"),
        Variable(name="courier", example="한빛택배", means="택배사"),
    ),
)


@dataclass
class DeskTemplatesInMemory:
    """Implements `TemplateActions` and `ConsentActions`; `say` puts a bubble into the world."""

    say: Callable[[str, str, str], None]
    owner: Callable[[str], str | None]
    offers: list[OfferedTemplate] = field(default_factory=lambda: [SHIPPED])
    keys: set[str] = field(default_factory=set)
    tells: bool = True
    consents: list[tuple[str, ConsentSaid, str]] = field(default_factory=list)

    def offered(self, conversation_id: str) -> Sequence[OfferedTemplate]:
        return self.offers

    def offer(self, conversation_id: str, name: str) -> OfferedTemplate | None:
        return next((one for one in self.offers if one.name == name), None)

    def announces(self, conversation_id: str) -> bool:
        return self.tells

    def preview(
        self, conversation_id: str, *, name: str, values: Mapping[str, str]
    ) -> TemplatePreview:
        if "    " in "".join(values.values()) or "{{" in "".join(values.values()):
            return TemplatePreview(fault="order_shipped.ko: order_id: has {{ or }} in it")
        return TemplatePreview(text=_text(values))

    def send(
        self, conversation_id: str, *, agent: str, name: str, values: Mapping[str, str], key: str
    ) -> None:
        if self.owner(conversation_id) != agent:
            raise NotAllowed("Take the conversation before you answer.")
        if key not in self.keys:
            self.keys.add(key)
            self.say(conversation_id, _text(values), agent)

    def told(self, customer_id: str, said: ConsentSaid, *, by: str) -> None:
        self.consents.append((customer_id, said, by))


def _text(values: Mapping[str, str]) -> str:
    return f"출고되었습니다. 주문번호: {values['order_id']}, 택배사: {values['courier']}"
