"""Templates of versions' bytes, parsed once."""

from collections import OrderedDict
from threading import Lock
from typing import Final

from wa_support.config.template_parser import parse_template
from wa_support.domain.errors import WaSupportError
from wa_support.domain.templates.approvals import TemplateVersion
from wa_support.domain.templates.template import Template, TemplateKey

_KEPT: Final = 2000


class ReadVersions:
    """Implements `ports.templates.TemplateReader`; threads may share it."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[TemplateKey, str], Template] = OrderedDict()
        self._lock = Lock()

    def __call__(self, version: TemplateVersion) -> Template:
        known = (version.key, version.sha256)
        with self._lock:
            template = self._known.get(known) or _read(version)
            self._known[known] = template
            self._known.move_to_end(known)
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return template


def _read(version: TemplateVersion) -> Template:
    parsed = parse_template(version.source, file=f"{version.key}.yaml")
    if parsed.template is None:
        why = str(next(fault for fault in parsed.faults if not fault.warning))
        said = f"version {version.number} of {version.key} cannot be read any more: {why}"
        raise WaSupportError(said)
    return parsed.template
