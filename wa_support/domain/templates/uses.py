"""That a template was planned for somebody: one row a send."""

from dataclasses import dataclass

from wa_support.domain.templates.template import Category, TemplateKey, Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateUse:
    """`at` in UTC milliseconds. `country` as `countries.country_of` says it, for prices."""

    send_id: str
    key: TemplateKey
    version_id: str
    category: Category
    trigger: Trigger
    at: int
    country: str | None = None
