"""Whether Graph is there at all: without it nothing can be sent."""

from wa_support.domain.checkup.finding import Finding, ok, problem
from wa_support.domain.checkup.graph_facts import GraphFacts, Silent
from wa_support.domain.checkup.unanswered import REACH


def about_connection(seen: GraphFacts) -> Finding:
    if seen.answered:
        return ok("connection", f"{seen.base_url} answers")
    looks = [seen.token, *(look for _, look in seen.numbers)]
    why = next((look.why for look in looks if isinstance(look, Silent)), "nothing was asked")
    found = f"{seen.base_url} does not answer: {why}"
    return problem("connection", found, REACH.format(base=seen.base_url))
