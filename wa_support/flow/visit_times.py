"""Narrows down when a visit starts: the day, then the time, as far as words have said it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from wa_support.domain.acting import Filling, pairs
from wa_support.domain.gate.fields import people_in
from wa_support.domain.gate.said_times import in_part, said_target, said_time
from wa_support.flow.effect_words import EffectWords
from wa_support.flow.their_visits import TheirVisits
from wa_support.flow.wording import Draft

_MOST_DAYS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitTimes:
    """A filling keeps `day` (ISO), `clocks` (times that may be meant) and `part` of the day until
    its `start` is known. Every method that reads raises ToolError."""

    visits: TheirVisits
    words: EffectWords

    def begun_with(self, filling: Filling, words: str) -> Filling:
        """With the day, the time and the people of the first words; those of a move say where
        from, too."""
        if filling.tool == "reschedule":
            return self.with_words(filling, said_target(words)) or filling
        people = people_in(words)
        if people is not None:
            filling = replace(filling, asks="people").with_answer(people)
        return self.with_words(filling, words) or filling

    def with_words(self, filling: Filling, words: str) -> Filling | None:
        """With the day and the time that these words name; None when they name none."""
        said = said_time(words, self.words.today_there)
        new: dict[str, Any] = {}
        if said.day is not None:
            new["day"] = said.day.isoformat()
        if said.clocks:
            new["clocks"] = " ".join(said.clocks)
        if said.part is not None:
            new["part"] = said.part
        given = {name: value for name, value in filling.given if name != "start"}
        return replace(filling, given=pairs({**given, **new}), tries=0) if new else None

    def instead_of(self, start: str, filling: Filling, words: str) -> Filling | None:
        """Another time that was said, on the day of `start` unless another was said, too."""
        given = pairs({**dict(filling.given), "day": start[:10]})
        return self.with_words(replace(filling, given=given), words)

    def settled(self, filling: Filling) -> Filling:
        """With its `start`, where exactly one free time is what was said."""
        fitting = self._fitting(filling)
        if len(fitting) != 1:
            return filling
        return replace(filling, asks="start").with_answer(fitting[0])

    def ask(self, filling: Filling, opening: str | None) -> tuple[Filling, Draft] | None:
        """The question that comes next; None when nothing is free."""
        given = dict(filling.given)
        day = given.get("day")
        starts = self._starts(day) if day else ()
        if not starts:
            none_then = self.words.wording.say("day_full", day=self.words.day(day)) if day else None
            return self._ask_day(filling, opening or none_then)
        fitting = self._fitting(filling)
        if "clocks" in given and not fitting:
            opening = opening or self.words.wording.say("time_not_free")
        asking = replace(filling, asks="start", given=pairs(_without(given, "clocks")))
        shown = fitting or _of_part(starts, given.get("part"))
        return asking, self.words.times(given["day"], shown, opening)

    def _ask_day(self, filling: Filling, opening: str | None) -> tuple[Filling, Draft] | None:
        days = list(dict.fromkeys(slot["start"][:10] for slot in self.visits.free()))[:_MOST_DAYS]
        if not days:
            return None
        asking = replace(filling, asks="day", given=pairs(_without(dict(filling.given), "day")))
        return asking, self.words.days(days, opening)

    def _fitting(self, filling: Filling) -> Sequence[str]:
        given = dict(filling.given)
        if "day" not in given or "clocks" not in given:
            return ()
        clocks = given["clocks"].split()
        return [start for start in self._starts(given["day"]) if start[-5:] in clocks]

    def _starts(self, day: str) -> Sequence[str]:
        return [slot["start"] for slot in self.visits.free(day)]


def _of_part(starts: Sequence[str], part: str | None) -> Sequence[str]:
    """All of them where that part of the day has none."""
    return [start for start in starts if part and in_part(start[-5:], part)] or starts


def _without(given: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key != name}
