"""Plays a dialogue against a whole house and says where it was not as it should be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

from tests.flow.house import MINUTE, Home, Sent
from tests.scenarios.model import DialogueModel, answer
from tests.scenarios.reading import CUSTOMERS, Scenario, Turn
from tests.scenarios.shop import WatchedArticles, WatchedShop
from wa_support.bootstrap.understanding import thinking_with
from wa_support.domain.outbound import Choice, OutButtons, OutList
from wa_support.domain.turns import JournalKind

_ZONE: Final = ZoneInfo("Asia/Seoul")
_PHOTO: Final = b"\xff\xd8\xff\xe0" + b"0" * 64


@dataclass(slots=True, kw_only=True)
class Player:
    """`model` is needed for dialogues in which one is asked."""

    home: Home
    scenario: Scenario
    model: DialogueModel
    shop: WatchedShop = field(init=False)

    def __post_init__(self) -> None:
        home = self.home
        self.shop = WatchedShop(shop=home.shop.shop)
        home.shop.shop = self.shop
        articles = WatchedArticles(articles=home.turns.knowledge, reached=self.shop.reached)
        home.turns = replace(home.turns, knowledge=articles)
        self._move_to(self.scenario.at)
        if self.scenario.policy:
            home.publish(self._changed)

    def play(self) -> list[str]:
        """Every fault of the first turn that has one; what follows would only be noise."""
        for number, turn in enumerate(self.scenario.turns, 1):
            heard = self._say(turn)
            faults = [*self._faults(turn, heard)]
            if faults:
                return [self._told(number, turn, heard, fault) for fault in faults]
        done = self.shop.effects
        wanted = [dict(effect) for effect in self.scenario.effects]
        if done == wanted:
            return []
        return [f"{self.scenario.name}, at the end: effects {done}, not {wanted}"]

    def _move_to(self, at: str) -> None:
        moment = datetime.fromisoformat(at).replace(tzinfo=_ZONE)
        ms = int(moment.timestamp() * 1000) - self.home.clock.now()
        if ms == 0:
            return
        self.home.clock.pass_by(ms)
        self.home.beat()
        self.home.house.seed_sample_shop()

    def _changed(self, policy: str) -> str:
        tree = yaml.safe_load(policy)
        for dotted, value in self.scenario.policy.items():
            *above, last = dotted.split(".")
            node = tree
            for name in above:
                node = node[name]
            node[last] = value
        return yaml.dump(tree, Dumper=_AsWritten, allow_unicode=True, sort_keys=False, width=1000)

    # one turn

    def _say(self, turn: Turn) -> Sequence[Sent]:
        home, before = self.home, len(self.home.cloud.calls)
        home.clock.pass_by(1_000 + turn.after_minutes * MINUTE)
        home.beat()
        self.shop.reached.clear()
        self.shop.happens(turn.shop, self._phone)
        self._think(turn)
        home.send(self._message(turn), self._phone)
        while (fetch := home.media.claim()) is not None:
            fetch()
        home.answer()
        return home.cloud.calls[before:]

    def _think(self, turn: Turn) -> None:
        """A turn without a model's answers is a turn without a model."""
        model, home = self.model, self.home
        if turn.model is None:
            home.turns = replace(home.turns, model=None)
            return
        model.begin(answer(one, self.scenario.language) for one in turn.model)
        thinking = thinking_with(home.house, model)
        watched = replace(thinking, connector_for=lambda _rulebook: home.shop)
        home.turns = replace(home.turns, model=watched)

    def _message(self, turn: Turn) -> dict[str, Any]:
        if turn.photo:
            self.home.cloud.files["photo"] = _PHOTO
            image = {"id": "photo", "mime_type": "image/jpeg"}
            return {"type": "image", "image": image | ({"caption": turn.says} if turn.says else {})}
        if turn.tap is None:
            return {"type": "text", "text": {"body": turn.says}}
        reply = {"type": "button_reply", "button_reply": self._button(turn.tap)}
        return {"type": "interactive", "interactive": reply}

    def _button(self, title: str) -> dict[str, str]:
        """The last one of this title that was shown to them."""
        shown = [one for sent in self.home.cloud.calls for one in choices(sent)]
        found = [one for one in shown if one.title == title]
        assert found, f"{self.scenario.name}: no button {title!r} among {_titles(shown)}"
        return {"id": found[-1].id, "title": title}

    # what came of it

    def _faults(self, turn: Turn, heard: Sequence[Sent]) -> Iterator[str]:
        said = _all_of(heard)
        yield from (f"is not told {one!r}" for one in turn.hears if one not in said)
        yield from (f"is told {one!r}" for one in turn.never_hears if one in said)
        reached = [call for call, _ in groupby(self.shop.reached)]
        wanted = [dict(call) for call in turn.tools]
        if reached != wanted:
            yield f"reaches {reached}, not {wanted}"
        buttons = _titles(choices(heard[-1])) if heard else []
        if turn.buttons is not None and buttons != turn.buttons:
            yield f"offers {buttons}, not {turn.buttons}"
        yield from self._faults_of_model()
        yield from self._faults_of_owner(turn)

    def _faults_of_model(self) -> Iterator[str]:
        if self.model.left:
            yield f"the model was not asked for {list(self.model.left)}"
        if self.model.unplanned:
            faults = f"what it wrote before: {self._violations()}"
            yield f"the model was asked {self.model.unplanned} times too often; {faults}"

    def _violations(self) -> list[str]:
        steps = self.home.stories(self._phone)[0].steps
        models = [payload for kind, payload in steps if kind == JournalKind.MODEL]
        return [fault for payload in models for fault in payload.get("violations", ())]

    def _faults_of_owner(self, turn: Turn) -> Iterator[str]:
        conversation = self.home.conversation(self._phone)
        if conversation.owner != turn.owner:
            yield f"is with {conversation.owner}, not {turn.owner}"
        if turn.reason is None:
            return
        with self.home.house.database.read() as tx:
            handoff = tx.handoffs.current(conversation.id)
        if handoff is None or handoff.reason != turn.reason:
            yield f"a person has it for {handoff and str(handoff.reason)}, not {turn.reason}"

    @property
    def _phone(self) -> str:
        return CUSTOMERS[self.scenario.customer]

    def _told(self, number: int, turn: Turn, heard: Sequence[Sent], fault: str) -> str:
        said = turn.tap or turn.says or "(photo)"
        return f"{self.scenario.name}, turn {number} ({said}): {fault}\n  heard: {_all_of(heard)}"


class _AsWritten(yaml.SafeDumper):
    """Lines stay lines."""


def _lines(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_AsWritten.add_representer(str, _lines)


def choices(sent: Sent) -> tuple[Choice, ...]:
    match sent.message:
        case OutButtons(buttons=buttons):
            return buttons
        case OutList(rows=rows):
            return rows
        case _:
            return ()


def _titles(shown: Sequence[Choice]) -> list[str]:
    return [one.title for one in shown]


def _all_of(heard: Sequence[Sent]) -> str:
    return "\n".join(line for sent in heard for line in (sent.body, *map(_row, choices(sent))))


def _row(choice: Choice) -> str:
    return f"[{choice.title}] {choice.description or ''}"
