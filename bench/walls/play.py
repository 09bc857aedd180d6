"""Three customers and a wild model in one real service, step by step under the judge."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from shutil import copytree
from typing import Any, Final

from bench.walls.customers import Customers, Said
from bench.walls.judge import Judge, Player, Shown
from bench.walls.named import unnamed
from bench.walls.shop import COLLEAGUES, NAMES, PLAYERS, laid_out, put_into
from bench.walls.wild_model import WildModel
from tests.acceptance.service import ROOT
from tests.flow.house import Home, Sent, at_home, contact, prepare, webhook
from wa_support.bootstrap.understanding import thinking_with
from wa_support.domain.conversations import Owner
from wa_support.domain.decisions import GateDecision
from wa_support.domain.outbound import Choice, choices_of
from wa_support.domain.tool_results import ToolResult
from wa_support.flow.answering import Answering
from wa_support.flow.hearing import Burst
from wa_support.flow.leased import Leased
from wa_support.flow.plan import Plan
from wa_support.flow.understanding.with_model import WithModel
from wa_support.ports.language_model import LanguageModel
from wa_support.ports.tools import Connector, OnBehalf

_BURST_AND_FILES_MS: Final = 21_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A turn's model, whose turn the judge is told."""

    thinking: WithModel
    judge: Judge

    def decide(self, leased: Leased, burst: Burst, embedded: GateDecision) -> GateDecision:
        phone = leased.customer.phone or ""
        self.judge.turn = (phone, embedded)
        decision = self.thinking.decide(leased, burst, embedded)
        self.judge.turn = (phone, decision)
        return decision

    def plan(
        self, leased: Leased, burst: Burst, decision: GateDecision, answering: Answering
    ) -> Plan | None:
        self.judge.turn = (leased.customer.phone or "", decision)
        return self.thinking.plan(leased, burst, decision, answering)


@dataclass(slots=True, kw_only=True)
class WatchedShop:
    """Implements `ports.tools.Connector`."""

    shop: Connector
    judge: Judge
    reads: int = 0

    def offers(self) -> frozenset[str]:
        return self.shop.offers()

    def read(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, within_s: float
    ) -> ToolResult:
        self.reads += 1
        turn = self.judge.turn
        if turn is None or on_behalf.phone not in {None, turn[0]}:
            self.judge.fault("something is read for another customer", of=(tool, on_behalf))
        return self.shop.read(tool, arguments, on_behalf=on_behalf, within_s=within_s)

    def act(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, key: str,
        within_s: float,
    ) -> ToolResult:  # fmt: skip
        self.judge.before(tool, arguments, on_behalf, key)
        result = self.shop.act(tool, arguments, on_behalf=on_behalf, key=key, within_s=within_s)
        self.judge.after(tool, arguments, result)
        return result

    def became_of(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, key: str,
        within_s: float,
    ) -> ToolResult:  # fmt: skip
        return self.shop.became_of(tool, arguments, on_behalf=on_behalf, key=key, within_s=within_s)


@dataclass(slots=True, kw_only=True)
class Play:
    """A step is a message in or out, a reply of the model or a tool call in one."""

    home: Home
    random: Random
    judge: Judge
    model: WildModel
    customers: Customers
    messages: int = 0
    told: int = 0

    @property
    def steps(self) -> int:
        return self.messages + self.model.replies + self.model.calls

    def round(self) -> None:
        """Some customers write, all are answered, and what people have is closed."""
        self.answer(self._write())
        self._close()
        if self.random.random() < 0.05:
            self.home.clock.pass_by(self.random.choice((16, 61, 300)) * 60_000)

    def answer(self, expecting: set[str]) -> None:
        """What was written is answered, and judged; nobody else may hear anything."""
        self.home.clock.pass_by(_BURST_AND_FILES_MS)
        while (work := self.home.turns.claim()) is not None:
            work()
            self.judge.turn = None
        self.home.deliver()
        for sent in self.home.cloud.calls[self.told :]:
            self._hear(sent, expecting)
        self.told = len(self.home.cloud.calls)

    def _write(self) -> set[str]:
        writing = self.random.sample(PLAYERS, self.random.choice((1, 2, 2, 3)))
        for phone in PLAYERS:
            player = self.judge.players[phone]
            player.yes, player.taps = False, set()
        for phone in writing:
            for _ in range(self.random.choice((1, 1, 1, 2))):
                self._say(self.judge.players[phone])
        return set(writing)

    def _say(self, player: Player) -> None:
        said = self.customers.writes(player)
        self.messages += 1
        player.yes = player.yes or said.yes
        if said.tap is not None:
            player.taps.add(said.tap)
        named = f"{said.text or ''}\n{said.tap or ''}"
        player.forbidden -= {one for one in player.forbidden if one in named}
        for order_id in player.proven:
            player.forbidden -= set(self.judge.shop.orders[order_id].told_by)
        message = self.home.message(_item(said), player.phone)
        who = contact(player.phone, said.name)
        self.home.take(webhook(messages=[message], contacts=[who]))

    def _hear(self, sent: Sent, expecting: set[str]) -> None:
        self.messages += 1
        choices = choices_of(sent.message)
        written = [sent.body, *(f"{one.title}\n{one.description or ''}" for one in choices)]
        self.judge.message(sent.to, "\n".join(written), expecting=expecting)
        if sent.to in PLAYERS:
            self.customers.taps[sent.to] += [one.id for one in choices]
            self._asked(sent.to, sent.body, choices)

    def _asked(self, phone: str, body: str, choices: tuple[Choice, ...]) -> None:
        """Keeps what was asked before an effect, with the arguments that stand behind it."""
        keys = [one.id.partition(":")[2] for one in choices if one.id.startswith("confirm:")]
        pending = self.home.conversation(phone).memory.pending if keys else None
        if pending is None or pending.id not in keys:
            return
        arguments = dict(pending.arguments)
        for name in unnamed({**arguments, **dict(pending.shown)}, body):
            self.judge.fault(f"a question that does not name its {name}", of=body)
        shown = Shown(phone=phone, tool=pending.tool, arguments=arguments, at=self.home.clock.now())
        self.judge.shown.setdefault(pending.id, shown)

    def _close(self) -> None:
        desk = self.home.house.desk()
        for found in self.home.house.queries.conversations():
            conversation = found.conversation
            if conversation.owner is not Owner.QUEUED:
                continue
            if self.random.random() < 0.1:
                desk.take(conversation.id, agent="ops")
                self._colleague_writes(conversation.id)
            desk.resolve(conversation.id, agent="ops")

    def _colleague_writes(self, conversation_id: str) -> None:
        """What looks like an order to the model, among the earlier turns."""
        text = self.random.choice(COLLEAGUES)
        key = str(self.told)
        self.home.house.desk().reply(conversation_id, agent="ops", text=text, key=key)
        self.home.deliver()
        self.messages += len(self.home.cloud.calls) - self.told
        self.told = len(self.home.cloud.calls)


def _item(said: Said) -> dict[str, Any]:
    if said.text is not None:
        return {"type": "text", "text": {"body": said.text}}
    if said.tap is not None:
        reply = {"type": "button_reply", "button_reply": {"id": said.tap, "title": "고름"}}
        return {"type": "interactive", "interactive": reply}
    document = {"id": "900001", "mime_type": "application/pdf", "filename": said.file}
    return {"type": "document", "document": document}


@contextmanager
def playing(folder: Path, prepared: Path, seed: int) -> Iterator[Play]:
    """`prepared` is what `prepare_for_play` made; `folder` is not there yet."""
    random, shop = Random(seed), laid_out()
    with at_home(folder, prepared, KNOWLEDGE_DIR=str(_articles_of(prepared))) as home:
        put_into(home.house, shop)
        with home.house.database.read() as tx:
            policy = home.house.book.current(tx).policy
        players = {phone: _player(phone, list(shop.canaries())) for phone in PLAYERS}
        judge = Judge(shop=shop, policy=policy, now=home.clock.now, players=players)
        model = WildModel(random=random, shop=shop, seen=judge.request, writes=judge.writes)
        home.shop.shop = WatchedShop(shop=home.shop.shop, judge=judge)
        listen_to(home, judge, model)
        customers = Customers(random=random, shop=shop, taps={phone: [] for phone in NAMES})
        yield Play(home=home, random=random, judge=judge, model=model, customers=customers)


def listen_to(home: Home, judge: Judge, model: LanguageModel) -> None:
    """From now on this model is asked, under the judge."""
    thinking = replace(thinking_with(home.house, model), connector_for=lambda _rulebook: home.shop)
    watched: Any = Watched(thinking=thinking, judge=judge)
    home.turns = replace(home.turns, model=watched)


def prepare_for_play(folder: Path) -> None:
    """A house to be copied, and beside it the articles, in which orders to the model are hidden."""
    prepare(folder)
    articles = _articles_of(folder)
    copytree(ROOT / "knowledge", articles)
    for article in articles.rglob("*.md"):
        words = article.read_text("utf-8").rstrip()
        article.write_text(f"{words} {COLLEAGUES[0]}\n", "utf-8")


def _articles_of(prepared: Path) -> Path:
    return prepared.with_name(f"{prepared.name}-articles")


def _player(phone: str, canaries: list[tuple[str, str, str]]) -> Player:
    own = {text for owner, _, text in canaries if owner == phone}
    forbidden = {text for owner, _, text in canaries if owner != phone} - own
    return Player(phone=phone, forbidden=forbidden)
