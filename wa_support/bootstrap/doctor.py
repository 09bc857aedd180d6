"""`doctor`: looks at the live connection and at this machine; changes neither."""

from contextlib import closing
from typing import Final
from urllib.parse import urlsplit

from wa_support.bootstrap.connections import look_at_connectors
from wa_support.bootstrap.house import House, open_house
from wa_support.bootstrap.language_model import model_facts
from wa_support.bootstrap.machine import database_file, folder_facts, key_facts
from wa_support.bootstrap.notices import notices_findings
from wa_support.bootstrap.world import SystemClock
from wa_support.config.policy_parser import parse_policy
from wa_support.config.setting_values import LOCAL
from wa_support.config.settings import Settings
from wa_support.domain.checkup import examine
from wa_support.domain.checkup.finding import Finding
from wa_support.domain.checkup.graph_facts import (
    GraphFacts,
    NoLook,
    SubscriptionLook,
    TokenFacts,
)
from wa_support.domain.checkup.machine_facts import (
    DatabaseFacts,
    FolderFacts,
    KeyFacts,
    MachineFacts,
    NotOpened,
    PolicyFacts,
)
from wa_support.domain.errors import WaSupportError
from wa_support.domain.media_room import MediaRoom
from wa_support.ports.outside import Clock
from wa_support.storage import inspection
from wa_support.storage.engine import open_engine
from wa_support.storage.migrate import version_of
from wa_support.whatsapp.account_reader import AccountReader

_NONE_YET: Final = NotOpened(why="there is none yet", cure="the first start makes it", broken=False)


def run_doctor(settings: Settings, *, clock: Clock | None = None) -> list[Finding]:
    clock = clock or SystemClock()
    seen = examine(_graph(settings, clock), _machine(settings, clock), model_facts(settings))
    return [*seen, *notices_findings(settings)]


def _graph(settings: Settings, clock: Clock) -> GraphFacts:
    token, account = settings.whatsapp_access_token, settings.whatsapp_business_account_id
    reader = AccountReader(
        base_url=settings.graph_api_base_url,
        version=settings.graph_api_version,
        token=token.get_secret_value() if token else "",
        clock=clock,
    )
    of_token = reader.token()
    numbers = [(each, reader.number(each)) for each in settings.whatsapp_phone_number_id]
    members = reader.numbers_of(account) if account else None
    apps = reader.apps_of(account) if account else None
    subscription = _subscription(reader, of_token, settings)
    return GraphFacts(
        now=clock.now(),
        base_url=settings.graph_api_base_url,
        local=urlsplit(settings.graph_api_base_url).hostname in LOCAL,
        version=settings.graph_api_version,
        answered=reader.answered,
        account_id=account,
        token=of_token,
        numbers=numbers,
        members=members,
        apps=apps,
        subscription=subscription,
        time=reader.time,
    )


def _subscription(
    reader: AccountReader, token: TokenFacts | NoLook, settings: Settings
) -> SubscriptionLook | NoLook | None:
    """With the first of the secrets that is accepted: there are two while one is changed."""
    if not isinstance(token, TokenFacts) or token.app_id is None:
        return None
    look: SubscriptionLook | NoLook | None = None
    for secret in settings.whatsapp_app_secret:
        look = reader.subscription(token.app_id, secret.get_secret_value())
        if isinstance(look, SubscriptionLook):
            break
    return look


def _machine(settings: Settings, clock: Clock) -> MachineFacts:
    folder, key = folder_facts(settings.wa_data_dir), key_facts(settings)
    return MachineFacts(folder=folder, key=key, database=_database(settings, clock, folder, key))


def _database(
    settings: Settings, clock: Clock, folder: FolderFacts, key: KeyFacts
) -> DatabaseFacts | NotOpened:
    obstacle = _obstacle(settings, folder, key)
    if obstacle is not None:
        return obstacle
    try:
        return _opened(settings, clock) if _has_tables(settings, clock) else _NONE_YET
    except WaSupportError as error:
        return NotOpened(why=str(error), cure="put that right, then run this again", broken=True)


def _opened(settings: Settings, clock: Clock) -> DatabaseFacts:
    house = open_house(settings, clock=clock)
    with closing(house.engine):
        return DatabaseFacts(
            engine=inspection.engine_facts(house.engine),
            traffic=inspection.traffic(house.engine),
            policy=_policy(house),
            media=_media(house),
        )


def _media(house: House) -> MediaRoom:
    with house.database.read() as tx:
        return house.media_files().room(tx.media.bytes_kept())


def _has_tables(settings: Settings, clock: Clock) -> bool:
    url, folder = settings.database_url.get_secret_value(), settings.wa_data_dir
    with closing(open_engine(url, data_dir=folder, clock=clock)) as engine:
        return version_of(engine) is not None


def _obstacle(settings: Settings, folder: FolderFacts, key: KeyFacts) -> NotOpened | None:
    """Opening makes what is missing, and as another user makes what the service cannot use."""
    if settings.uses_sqlite and not database_file(settings).exists():
        return _NONE_YET
    if not folder.exists or not folder.ours or not folder.writable:
        return NotOpened(why="not opened", cure="first data_folder", broken=False)
    if not key.from_settings and key.file_mode is None:
        return NotOpened(why="not opened without its key", cure="first data_key", broken=False)
    return None


def _policy(house: House) -> PolicyFacts:
    current = house.queries.policy()
    if current is None:
        return PolicyFacts(version=None)
    policy = parse_policy(current.source, file="policy").policy
    if policy is None:
        return PolicyFacts(version=current.version)
    return PolicyFacts(
        version=current.version,
        sample_shop=policy.uses_sample_shop,
        connectors=look_at_connectors(policy, house.clock),
    )
