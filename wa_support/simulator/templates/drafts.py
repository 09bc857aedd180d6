"""The bodies of create and edit, read and checked."""

import re
from typing import Any, Final

from wa_support.simulator.refusals import Refused
from wa_support.simulator.templates.complaints import TOO_LONG, wrong
from wa_support.simulator.templates.components import IsUpload, checked_components
from wa_support.simulator.templates.template import Draft, Template

_LANGUAGES: Final = (
    "af sq ar ar_EG ar_AE ar_LB ar_MA ar_QA ar_SA az bn bg ca zh_CN zh_HK zh_TW hr cs da nl en "
    "en_GB en_US en_AU en_CA en_IN et fil fi fr fr_CA fr_BE ka de el gu ha he hi hu id ga it ja "
    "kn kk rw_RW ko ky_KG lo lv lt mk ms ml mr nb fa pl pt_BR pt_PT pa ro ru sr sk sl es es_AR "
    "es_ES es_MX es_CL es_CO es_PE es_VE sw sv ta te th tr uk ur uz vi zu"
)
LANGUAGES: Final = frozenset(_LANGUAGES.split())
_CREATE: Final = frozenset(
    ("name", "language", "category", "components", "parameter_format", "message_send_ttl_seconds")
)
_EDIT: Final = frozenset(("category", "components", "parameter_format", "message_send_ttl_seconds"))
_TTL: Final = range(30, 43_200 + 1)


def drafted(body: dict[str, Any], is_upload: IsUpload) -> Draft:
    """From a create body; raises `Refused`."""
    for key in body.keys() - _CREATE:
        raise wrong(f"{key} is unknown or not simulated")
    for key in ("name", "language", "category", "components"):
        if not body.get(key):
            raise Refused(100, title=f"(#100) The parameter {key} is required.")
    category = _category(body["category"])
    parameter_format = _parameter_format(body.get("parameter_format", "POSITIONAL"))
    return Draft(
        name=_name(body["name"]),
        language=_language(body["language"]),
        category=category,
        parameter_format=parameter_format,
        components=checked_components(
            body["components"], parameter_format=parameter_format, is_upload=is_upload
        ),
        ttl_seconds=_ttl(body.get("message_send_ttl_seconds"), category),
    )


def redrafted(template: Template, body: dict[str, Any], is_upload: IsUpload) -> Draft:
    """What an edit makes of it: components are replaced whole; raises `Refused`."""
    if not body:
        raise wrong("an edit changes at least one of category, components, ttl")
    for key in body.keys() - _EDIT:
        raise wrong(f"{key} cannot be edited")
    category = _category(body.get("category", template.category))
    if category != template.category and template.status == "APPROVED":
        raise wrong("category cannot be edited while the template is APPROVED")
    parameter_format = _parameter_format(body.get("parameter_format", template.parameter_format))
    components = template.components
    if "components" in body or "parameter_format" in body:
        components = checked_components(
            body.get("components"), parameter_format=parameter_format, is_upload=is_upload
        )
    return Draft(
        name=template.name,
        language=template.language,
        category=category,
        parameter_format=parameter_format,
        components=components,
        ttl_seconds=_ttl(body.get("message_send_ttl_seconds", template.ttl_seconds), category),
    )


def _name(name: object) -> str:
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9_]+", name):
        raise wrong("name: only a to z, 0 to 9 and _")
    if len(name) > 512:
        raise wrong(f"name: {len(name)} characters, at most 512", TOO_LONG)
    return name


def _language(language: object) -> str:
    if not isinstance(language, str) or language not in LANGUAGES:
        raise wrong(f"language: {language!r} is not one of those that templates may have")
    return language


def _category(category: object) -> str:
    upper = category.upper() if isinstance(category, str) else category
    if upper == "AUTHENTICATION":
        raise wrong("category: authentication templates are not simulated")
    if upper not in ("MARKETING", "UTILITY"):
        raise wrong("category: MARKETING, UTILITY or AUTHENTICATION")
    return str(upper)


def _parameter_format(wanted: object) -> str:
    upper = wanted.upper() if isinstance(wanted, str) else wanted
    if upper not in ("POSITIONAL", "NAMED"):
        raise wrong("parameter_format: POSITIONAL or NAMED")
    return str(upper)


def _ttl(seconds: object, category: str) -> int | None:
    if seconds is None:
        return None
    if category == "MARKETING":
        raise wrong("message_send_ttl_seconds: not for MARKETING on this API")
    if type(seconds) is not int or (seconds != -1 and seconds not in _TTL):
        raise wrong("message_send_ttl_seconds: 30 to 43200, or -1")
    return seconds
