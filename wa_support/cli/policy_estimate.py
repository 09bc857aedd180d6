"""What `policy check` says about the classifier: how much it will answer and let through."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

from wa_support.cli.check import echo_faults, echo_json

if TYPE_CHECKING:
    from wa_support.config.settings import Settings
    from wa_support.domain.policy import Fault, Policy
    from wa_support.models.estimates import Share

_ENOUGH: Final = 15


def echo_estimate(policy: "Policy", settings: "Settings", *, file: str, as_json: bool) -> None:
    """Fits, or takes what was fitted before. Raises `NotFitted`."""
    from wa_support.bootstrap.policy_file import fitted_weights
    from wa_support.models.estimates import estimated

    shares = estimated(policy, fitted_weights(policy, settings))
    (_echo_json if as_json else _echo)(shares)
    echo_faults(_too_few(policy, shares, file), as_json=as_json)


def _echo(shares: "Sequence[Share]") -> None:
    examples = sum(share.of for share in shares if share.purpose is not None)
    negatives = sum(share.of for share in shares if share.purpose is None)
    click.echo(
        f"\nGate without a language model, "
        f"estimated out of fold on {examples} examples and {negatives} negatives:"
    )
    for share in shares:
        what = f"{share.purpose}: answered" if share.purpose else "of no purpose: let through"
        click.echo(f"  {what} {share.percent} % of {share.of} in {share.language}")


def _echo_json(shares: "Sequence[Share]") -> None:
    for share in shares:
        echo_json(
            {
                "estimated": "answered" if share.purpose else "let_through",
                "purpose": share.purpose,
                "language": share.language,
                "percent": share.percent,
                "of": share.of,
            }
        )


def _too_few(policy: "Policy", shares: "Sequence[Share]", file: str) -> "list[Fault]":
    from wa_support.domain.policy import Fault

    answered = {(share.purpose, share.language): share for share in shares}
    faults = []
    for purpose in policy.purposes:
        for language in policy.languages:
            share = answered.get((purpose.name, language))
            if share is not None and share.of >= _ENOUGH:
                continue
            rate = f"about {share.percent:.0f} % of the like answered" if share else "none measured"
            faults.append(
                Fault(
                    file=file,
                    line=purpose.line,
                    column=1,
                    found=f"{purpose.name} has {share.of if share else 0} examples in {language}, "
                    f"{rate}",
                    expected=f"{_ENOUGH} or more of customers' own sentences make it answer more",
                    warning=True,
                )
            )
    return faults
