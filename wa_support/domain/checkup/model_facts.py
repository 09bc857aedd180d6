"""What the language model's server said when it was asked for its list of models."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NoList:
    """`kind` as `ports.language_model.ModelUnavailable` has it."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """`named` is OPENAI_MODEL. `openai`: the server is OpenAI's own, whose list is complete."""

    base_url: str
    openai: bool
    named: str | None
    listed: frozenset[str] | NoList
