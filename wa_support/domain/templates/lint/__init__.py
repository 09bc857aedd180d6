"""What can be known of a template before Meta sees it."""

from collections.abc import Iterable
from itertools import chain
from typing import Final

from wa_support.domain.templates.lint import (
    addresses,
    advertising,
    buttons,
    category,
    examples,
    family,
    lengths,
    samples,
    taps,
    variables,
    words,
)
from wa_support.domain.templates.lint.rule import Finding, Rule, Subject, findings_of

RULES: Final[tuple[Rule, ...]] = tuple(
    chain.from_iterable(
        part.RULES
        for part in (
            category, advertising, lengths, variables, examples, buttons, addresses, taps, words,
            family, samples,
        )
    )
)  # fmt: skip

NOT_KNOWN_HERE: Final = (
    "whether Meta agrees with the category; it may change it at once or later",
    "how many variables Meta allows for a text of this length; the ratio is not published",
    "whether the name is locked: 30 days after an approved template of this name was deleted",
    "how many templates the account may still have (250, or 6,000 when verified), and 100 an hour",
    "whether an edit is left: 1 in 24 hours and 10 in 30 days while approved",
    "whether a customer agreed to promotion; that is asked when it is sent",
)
"""Said after every lint, so that nobody takes silence for a promise."""


def lint(subject: Subject) -> Iterable[Finding]:
    """Every rule that the template breaks, in the order of the rules."""
    return chain.from_iterable(findings_of(rule, subject) for rule in RULES)
