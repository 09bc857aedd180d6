"""A small world for the console: the query and desk ports kept honestly in memory."""

# ruff: noqa: ARG002 (the ports say who does it; memory does not ask)

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tests.templates_in_memory import FiguresInMemory, TemplatesInMemory
from tests.web.console_cases import CasesInMemory
from tests.web.console_templates import DeskTemplatesInMemory
from tests.web.staff import Staff, Stopped
from wa_support.domain.accounts import Role
from wa_support.domain.conversations import Conversation, Move, Owner, moved
from wa_support.domain.customers import Customer
from wa_support.domain.delivery import AttemptOutcome, Author, DeliveryStatus, SendState
from wa_support.domain.desk import Result, View
from wa_support.domain.errors import NotAllowed
from wa_support.domain.outbound import Choice, OutButtons
from wa_support.domain.pauses import Pause
from wa_support.domain.people import ON_DUTY_MS, Handoff
from wa_support.domain.policy import Fault, Hours, People, Policy, PolicyVersion, Purpose
from wa_support.domain.reasons import Reason
from wa_support.domain.text import spoken
from wa_support.domain.views import ConversationSummary, HeldSend, TranscriptLine, TurnStory
from wa_support.web.console.parts import DemoWiring

NOW = 1_796_000_000_000
SOURCE = """business:
  name: {ko: 모먼트리빙, en: Moment Living}
purposes:
  orders:
    name: {ko: 주문·배송, en: Orders & delivery}
    customers_say:
      ko: |
        택배 언제 와요?
        주문한 거 아직도 안 왔어요, 확인 좀
"""


@dataclass
class StillClock:
    at: int = NOW

    def now(self) -> int:
        return self.at

    def monotonic(self) -> float:
        return self.at / 1000


@dataclass
class World(CasesInMemory):
    """Implements `DeskQueries` and `DeskActions` over the same dictionaries."""

    clock: StillClock = field(default_factory=StillClock)
    told: dict[str, list[TurnStory]] = field(default_factory=dict)
    versions: list[PolicyVersion] = field(default_factory=list)
    seats: dict[str, int] = field(default_factory=dict)
    results: dict[str, Result | None] = field(default_factory=dict)
    pauses: dict[str, Pause] = field(default_factory=dict)
    fault_line: int = 1
    staff: Staff = field(default_factory=Staff)
    waiting_sends: list[HeldSend] = field(default_factory=list)
    stopped: Stopped = field(default_factory=Stopped)
    desk_templates: DeskTemplatesInMemory = field(init=False)

    templates: TemplatesInMemory = field(
        default_factory=lambda: TemplatesInMemory(clock=StillClock())
    )
    figures: FiguresInMemory = field(default_factory=FiguresInMemory)

    def __post_init__(self) -> None:
        self.desk_templates = DeskTemplatesInMemory(
            say=lambda to, text, agent: self.say(to, Author.AGENT, text, agent=agent),
            owner=lambda of: self.summaries[of].conversation.agent,
        )

    def conversations(
        self, *, owner: str | None = None, limit: int = 100
    ) -> Sequence[ConversationSummary]:
        every = self.summaries.values()
        return [one for one in every if owner in {None, one.conversation.owner}][:limit]

    def conversation(self, id: str) -> ConversationSummary | None:
        return self.summaries.get(id)

    def transcript(self, conversation_id: str, limit: int = 200) -> Sequence[TranscriptLine]:
        return self.lines.get(conversation_id, [])[-limit:]

    def stories(self, conversation_id: str, limit: int = 20) -> Sequence[TurnStory]:
        return self.told.get(conversation_id, [])[:limit]

    def held(self) -> Sequence[HeldSend]:
        return self.waiting_sends

    def policy(self, version: int | None = None) -> PolicyVersion | None:
        wanted = version or len(self.versions)
        return next((one for one in self.versions if one.version == wanted), None)

    def take(self, conversation_id: str, *, agent: str) -> bool:
        if self.summaries[conversation_id].conversation.agent != agent:
            self._move(conversation_id, Move.TAKEN, agent)
        self.kept[conversation_id] = replace(self._kept(conversation_id), assigned_to=None)
        return self.settled(conversation_id)

    def settled(self, conversation_id: str) -> bool:
        lines = self.lines.get(conversation_id, [])
        return all(line.outcome is not AttemptOutcome.ATTEMPTING for line in lines)

    def reply(self, conversation_id: str, *, agent: str, text: str, key: str) -> None:
        conversation = self.summaries[conversation_id].conversation
        if conversation.owner is not Owner.AGENT or conversation.agent != agent:
            raise NotAllowed("Take the conversation before you answer.")
        if key not in self.keys:
            self.keys.add(key)
            self.say(conversation_id, Author.AGENT, text, agent=agent)

    def give_back(self, conversation_id: str, *, agent: str) -> None:
        self._move(conversation_id, Move.RETURNED, None)

    def resolve(
        self,
        conversation_id: str,
        *,
        agent: str,
        result: Result | None = None,
    ) -> None:
        self._move(conversation_id, Move.RESOLVED, None)
        self.results[conversation_id] = result

    def pass_on(self, conversation_id: str, *, agent: str, to: str | None) -> None:
        self._move(conversation_id, Move.PASSED_ON, None)
        self.kept[conversation_id] = replace(self._kept(conversation_id), assigned_to=to)

    def seen(self, *, agent: str, conversation_id: str | None = None, typing: bool = False) -> None:
        self.seats[agent] = self.clock.now()
        if conversation_id is not None:
            self.watching[conversation_id, agent] = (self.clock.now(), typing)

    def view_counts(self, *, agent: str, now: int) -> Mapping[View, int]:
        return {view: self.page(view=view, agent=agent, now=now, limit=0).total for view in View}

    def pause(self, who: str, *, by: str, until: int | None = None) -> str:
        now = self.clock.now()
        if until is not None and until <= now:
            raise NotAllowed("That moment has passed already.")
        self.pauses[who] = Pause(id=f"pau_{who}", customer_id=who, by=by, at=now, until=until)
        return who

    def unpause(self, who: str, *, by: str) -> str:
        if self.pauses.pop(who, None) is None:
            raise NotAllowed(f"The bot is not paused for {who}.")
        return who

    def paused(self, customer_id: str) -> Pause | None:
        found = self.pauses.get(customer_id)
        over = found is not None and found.until is not None and found.until <= self.clock.now()
        return None if over else found

    def seated(self, *, now: int) -> Sequence[str]:
        return sorted(agent for agent, at in self.seats.items() if at > now - ON_DUTY_MS)

    def _move(self, conversation_id: str, move: Move, agent: str | None) -> None:
        summary = self.summaries[conversation_id]
        owner = moved(summary.conversation.owner, move)
        if owner is None:
            raise NotAllowed("Somebody else has this conversation.")
        conversation = replace(summary.conversation, owner=owner, agent=agent)
        self.summaries[conversation_id] = replace(summary, conversation=conversation)

    def publish(self, source: bytes) -> Sequence[Fault]:
        """Wants the word `purposes`, as a stand-in for a parser that finds faults."""
        if b"purposes" not in source:
            return [
                Fault(
                    file="/tmp/shop/policies.yaml",
                    line=self.fault_line,
                    column=1,
                    found="no purposes",
                    expected="add one",
                )
            ]
        self.versions.append(
            PolicyVersion(
                version=len(self.versions) + 1,
                source=source,
                sha256=hashlib.sha256(source).hexdigest(),
                published_at=self.clock.now(),
                published_by="ops",
            )
        )
        return []

    def add(self, id: str, *, owner: Owner = Owner.AUTOMATED, name: str = "김하늘") -> None:
        customer = Customer(
            id=f"cu_{id}", created_at=NOW, phone="821012345678", bsuid=f"KR.{id}", name=name
        )
        conversation = Conversation(
            id=id, phone_number_id="1", customer_id=customer.id, created_at=NOW, owner=owner,
            window_closes_at=NOW + 86_300_000, last_message_at=NOW,
        )  # fmt: skip
        self.summaries[id] = ConversationSummary(
            conversation=conversation,
            customer=customer,
            last_text=spoken(""),
            handoff=_handoff(id) if owner is Owner.QUEUED else None,
        )

    def say(self, id: str, author: Author, text: str, *, agent: str | None = None) -> None:
        """Adds a bubble; ours are delivered."""
        ours = author is not Author.CUSTOMER
        self.line(
            id,
            TranscriptLine(
                id=f"{id}-{len(self.lines.get(id, []))}", author=author, text=spoken(text),
                type="text", at=self.clock.now(), agent=agent,
                state=SendState.DONE if ours else None,
                outcome=AttemptOutcome.ACCEPTED if ours else None,
                delivery=DeliveryStatus.DELIVERED if ours else None,
            ),
        )  # fmt: skip

    def line(self, id: str, line: TranscriptLine) -> None:
        self.lines.setdefault(id, []).append(line)
        self.summaries[id] = replace(self.summaries[id], last_text=line.text)


def _handoff(id: str) -> Handoff:
    return Handoff(
        id=f"ho_{id}", conversation_id=id, reason=Reason.ASKED, opened_at=NOW - 180_000,
        packet={
            "handoff_reason": "asked", "transcript": [], "collected_fields": {"order_id": "1042"},
            "summary": "주문 1042 배송을 묻다가 사람을 요청함", "purpose": "orders",
        },
    )  # fmt: skip


def story(turn_id: str = "tu_1", *, line: int | None = 8, at: int = NOW) -> TurnStory:
    gate: dict[str, object] = {
        "verdict": "admit", "reason": "example", "decided_by": "example", "purpose": "orders",
        "declared_as": "order_management", "line": line, "intent": "order_status",
        "order_id": "1042", "between": [], "confidence": None,
    }  # fmt: skip
    read = {
        "tool": "get_order", "arguments": {"order_id": "1042"}, "proof": "same_phone",
        "found": True, "ms": 3,
    }  # fmt: skip
    outcome = {
        "what": "reply", "messages": 1, "waited_ms": 1200, "own_ms": 46, "reason": None,
        "owner": "automated",
    }  # fmt: skip
    return TurnStory(
        turn_id=turn_id, heard=(spoken("주문 1042 어디쯤이에요?"),), policy_version=1,
        state="answered", started_at=at, ended_at=at + 1300,
        steps=(("lease", {}), ("gate", gate), ("read", read), ("outcome", outcome)),
    )  # fmt: skip


def policy() -> Policy:
    purpose = Purpose(
        name="orders", line=4, names={"ko": "주문·배송", "en": "Orders & delivery"},
        declared_as="order_management", answers="live",
    )  # fmt: skip
    return Policy(
        business={"ko": "모먼트리빙", "en": "Moment Living"},
        languages=("ko", "en"),
        timezone="Asia/Seoul",
        privacy_notice="https://moment.example/privacy",
        people=People(
            hours=Hours(timezone="Asia/Seoul", days={}), other_ways={"phone": "02-555-0134"}
        ),
        purposes=(purpose,),
        reopen_with={"orders": "answer_ready", "booking": "order_shipped"},
        template_prices={"KR": {"utility": 10_400}},
    )


def lively() -> World:
    """One waits, one is being answered by the bot."""
    world = World()
    world.publish(SOURCE.encode())
    world.add("co_auto", name="Sam Rivers")
    world.say("co_auto", Author.CUSTOMER, "주문 1042 어디쯤이에요?")
    world.line("co_auto", _with_buttons())
    world.told["co_auto"] = [story(at=NOW)]
    world.add("co_wait", owner=Owner.QUEUED)
    world.say("co_wait", Author.CUSTOMER, "아 짜증나 사람 불러줘")
    world.say("co_wait", Author.NOTICE, "지금 상담원에게 연결해 드리겠습니다.")
    return world


def _with_buttons() -> TranscriptLine:
    body = "주문 1042 (원목 스툴 2개)은 배송 중입니다. 11월 23일(월) 도착 예정입니다."
    buttons = (Choice(id="a", title="다른 주문"), Choice(id="p", title="상담원 연결"))
    return TranscriptLine(
        id="co_auto-b", author=Author.BOT, text=spoken(body), type="interactive", at=NOW + 1300,
        outbound=OutButtons(body=body, buttons=buttons), state=SendState.DONE,
        outcome=AttemptOutcome.ACCEPTED, delivery=DeliveryStatus.READ, turn_id="tu_1",
    )  # fmt: skip


@dataclass
class Worker:
    """The worker of the demo: dies when unplugged, lives again when `back` is called."""

    alive: bool = True
    pid: int = 4242

    def unplug(self) -> int:
        self.alive = False
        return self.pid

    def back(self) -> None:
        self.alive = True

    def is_alive(self) -> bool:
        return self.alive


def demo_of(world: World, worker: Worker, phone_url: str = "http://127.0.0.1:8093") -> DemoWiring:
    return DemoWiring(
        token="t0ken",
        sit_down=lambda name: world.staff.let_in(world.staff.hired(name, Role.ADMIN)),
        phone_url=phone_url,
        unplug=worker.unplug,
        worker_alive=worker.is_alive,
        publish=world.publish,
        draft=lambda: world.versions[-1].source,
    )
