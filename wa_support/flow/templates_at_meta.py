"""What people at the console ask of Meta: to take what we approved, and how all of them stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from wa_support.domain.errors import WaSupportError
from wa_support.domain.templates.looks import why
from wa_support.flow.template_submitting import TemplateSubmitting
from wa_support.flow.template_sync import Synced


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatesAtMeta:
    submitting: TemplateSubmitting

    def submit(self, name: str, *, by: str) -> Sequence[str]:
        """A line for each language that did not go; raises `NotAllowed` when none was put up."""
        told = self.submitting.submit(name, languages=None, by=by)
        return [f"{each.key}: {each.said or each.outcome}" for each in told if not each.done]

    def refresh(self) -> Sequence[str]:
        """A line for what could not be read; raises `WaSupportError` when nothing could."""
        told = self.submitting.sync.all()
        if not isinstance(told, Synced):
            raise WaSupportError(why(told))
        return [] if told.whole else ["some of Meta's list could not be read; the rest is stored"]
