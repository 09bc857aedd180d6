"""Faults of the policy file together with the articles and templates that it names."""

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wa_support.config.settings import Settings
    from wa_support.config.template_folder import Folder as Templates
    from wa_support.config.template_lint import TemplateFault
    from wa_support.connectors.folder import Folder
    from wa_support.domain.policy import Fault, Policy
    from wa_support.ports.templates import TemplateFile


def articles_in(settings: "Settings") -> "Folder":
    """`KNOWLEDGE_DIR` as it stands now."""
    from wa_support.connectors.folder import read_folder

    return read_folder(settings.knowledge_dir)


def templates_in(settings: "Settings") -> "Templates":
    """`TEMPLATES_DIR`."""
    from wa_support.config.template_folder import Folder as Templates

    return Templates(settings.templates_dir)


def linted(
    settings: "Settings", files: "Sequence[TemplateFile]", names: Collection[str] = ()
) -> "Sequence[TemplateFault]":
    """Faults of the templates in `files`, all there are, against the policy's purposes where the
    policy can be read."""
    from wa_support.config.policy_parser import parse_policy
    from wa_support.config.template_lint import lint_files

    try:
        source = settings.policies_file.read_bytes()
    except OSError:
        source = b""
    policy = parse_policy(source, file=str(settings.policies_file)).policy
    purposes = None if policy is None else [purpose.name for purpose in policy.purposes]
    return lint_files(files, templates_in(settings), purposes=purposes, names=names)


def policy_faults(source: bytes, settings: "Settings") -> "tuple[Fault, ...]":
    """Those of the file, then names of articles and templates that are not there."""
    from wa_support.config.policy_knowledge import missing_articles
    from wa_support.config.policy_parser import parse_policy
    from wa_support.config.policy_templates import unfit_templates
    from wa_support.config.template_folder import fired_in

    file = str(settings.policies_file)
    parsed = parse_policy(source, file=file)
    if parsed.policy is None:
        return parsed.faults
    missing = missing_articles(
        source,
        file=file,
        documents=articles_in(settings).documents(),
        languages=parsed.policy.languages,
    )
    unfit = unfit_templates(source, file=file, fired=fired_in(templates_in(settings)))
    return (*parsed.faults, *missing, *unfit, *_not_in_the_environment(parsed.policy, file))


def _not_in_the_environment(policy: "Policy", file: str) -> "Iterator[Fault]":
    """Keys of connected systems, by name; a value is never shown."""
    from wa_support.config.settings import variables
    from wa_support.domain.connector_specs import HttpConnections, printable
    from wa_support.domain.policy import Fault

    if not isinstance(policy.connect, HttpConnections):
        return
    needed = policy.connect.variables
    given = variables([each.name for each in needed], os.environ, Path(".env"))
    for each in needed:
        value = given.get(each.name)
        if value is None or not printable(value):
            why = "is not set" if value is None else "has characters that no header can carry"
            yield Fault(
                file=file,
                line=each.line,
                column=each.column,
                found=f"{each.name} {why}",
                expected="the key of the connected system, in the environment or .env",
            )
