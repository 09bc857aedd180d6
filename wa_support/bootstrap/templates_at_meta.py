"""Meta's side of templates, where the settings name an account and a token."""

from collections.abc import Callable

from wa_support.bootstrap.house import House
from wa_support.config.settings import require
from wa_support.flow.named_lease import NamedLease
from wa_support.flow.template_deleting import TemplateDeleting
from wa_support.flow.template_submitting import TemplateSubmitting
from wa_support.flow.template_sync import TemplateSync, TemplateWatch
from wa_support.ports.template_api import TemplateApi


def template_api(house: House) -> TemplateApi:
    """Raises ConfigurationError naming what is missing."""
    from wa_support.whatsapp.template_api import GraphTemplates

    settings = house.settings
    require(settings, "WHATSAPP_ACCESS_TOKEN", "WHATSAPP_BUSINESS_ACCOUNT_ID")
    token, account = settings.whatsapp_access_token, settings.whatsapp_business_account_id
    return GraphTemplates(
        base_url=settings.graph_api_base_url,
        version=settings.graph_api_version,
        account=account or "",
        token=token.get_secret_value() if token else "",
        clock=house.clock,
    )


def syncing(house: House) -> TemplateSync:
    return TemplateSync(
        database=house.database,
        clock=house.clock,
        api=template_api(house),
        read=house.book.read_template,
    )


def template_sync(house: House, holder: str) -> Callable[[], object]:
    """What the worker does; nothing without an account."""
    settings = house.settings
    if not (settings.whatsapp_access_token and settings.whatsapp_business_account_id):
        return _nothing
    lease = NamedLease(
        name="template_sync", database=house.database, clock=house.clock, holder=holder
    )
    return TemplateWatch(sync=syncing(house), lease=lease, clock=house.clock).look


def _nothing() -> None:
    """No account, no templates of ours at Meta."""


def submitting(house: House) -> TemplateSubmitting:
    return TemplateSubmitting(sync=syncing(house))


def deleting(house: House) -> TemplateDeleting:
    return TemplateDeleting(sync=syncing(house))
