"""Faults of the policy file together with the articles that it names."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wa_support.config.settings import Settings
    from wa_support.connectors.folder import Folder
    from wa_support.domain.policy import Fault


def articles_in(settings: "Settings") -> "Folder":
    """`KNOWLEDGE_DIR` as it stands now."""
    from wa_support.connectors.folder import read_folder

    return read_folder(settings.knowledge_dir)


def policy_faults(source: bytes, settings: "Settings") -> "tuple[Fault, ...]":
    """Those of the file, then names of articles that are not there."""
    from wa_support.config.policy_knowledge import missing_articles
    from wa_support.config.policy_parser import parse_policy

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
    return (*parsed.faults, *missing)
