"""How long the version of the Graph API lives that we ask for.

Source: Meta, "graph-api/changelog", read after 2026-07-29. Dates are those of the last day.
"""

from datetime import date, timedelta
from typing import Final

from wa_support.domain.checkup.finding import Finding, State, could_not_look, ok, problem, warning
from wa_support.domain.checkup.graph_facts import GraphFacts, NoLook
from wa_support.domain.dates import utc_date

_LAST_DAYS: Final = {
    20: date(2026, 9, 24),
    21: date(2027, 1, 21),
    22: date(2027, 5, 20),
    23: date(2027, 10, 8),
    24: date(2028, 2, 18),
    25: date(2028, 7, 29),
}
_NEWEST: Final = 26  # its last day was not known yet
_SOON: Final = timedelta(days=90)
_CHANGELOG: Final = "developers.facebook.com/docs/graph-api/changelog"
_NEWER: Final = f"set GRAPH_API_VERSION to v{_NEWEST}.0, read {_CHANGELOG}, restart the service"


def about_version(seen: GraphFacts) -> Finding:
    """An old version is told even where nothing is answered: it may be why."""
    age = _age(seen.version, utc_date(seen.now))
    if age.state is State.OK and not _served(seen):
        cure = "first connection and token, then run this again"
        return could_not_look("graph_version", f"{seen.version} gave no answer yet", cure)
    return age


def _served(seen: GraphFacts) -> bool:
    looks = [seen.token, *(look for _, look in seen.numbers)]
    return any(not isinstance(look, NoLook) for look in looks)


def _age(version: str, today: date) -> Finding:
    number = int(version.removeprefix("v").partition(".")[0])
    if number > _NEWEST:
        found = f"{version}: this program knows no date for it"
        return could_not_look("graph_version", found, f"its last day: {_CHANGELOG}")
    if number == _NEWEST:
        return ok("graph_version", f"{version}; no last day was announced for it")
    last = _LAST_DAYS.get(number, min(_LAST_DAYS.values()))
    if last < today:
        return problem("graph_version", f"{version} ended on {last}", _NEWER)
    if last - today < _SOON:
        return warning("graph_version", f"{version} ends on {last}", _NEWER)
    return ok("graph_version", f"{version}, until {last}")
