"""The demo's console: the same console, with a phone beside it and a plug to pull."""

import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wa_support.bootstrap.console import build_console_app
from wa_support.bootstrap.demo_templates import put_up_templates
from wa_support.bootstrap.house import House
from wa_support.bootstrap.language_model import host_elsewhere
from wa_support.bootstrap.policy_file import read_policy_file
from wa_support.config.settings import Settings
from wa_support.domain.accounts import Role
from wa_support.domain.errors import WaSupportError
from wa_support.domain.policy import Fault
from wa_support.storage.processes import is_gone, this_host
from wa_support.storage.workers import pids
from wa_support.web.console.parts import DemoWiring

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def build_demo_console(settings: Settings, token: str, phone_port: int) -> "WSGIApplication":
    return build_console_app(settings, partial(_wire, token, phone_port))


def _wire(token: str, phone_port: int, house: House) -> DemoWiring:
    _publish_on_save(house)
    put_up_templates(house)
    return DemoWiring(
        token=token,
        sit_down=partial(_sit_down, house),
        phone_url=f"http://127.0.0.1:{phone_port}",
        unplug=partial(_unplug, house),
        worker_alive=lambda: bool(_alive(house)),
        publish=partial(_publish, house),
        draft=partial(_draft, house),
        model_host=host_elsewhere(house.settings),
    )


def _sit_down(house: House, name: str) -> str:
    """The visitor's own account: an admin's, and without a password."""
    people = house.people()
    account = people.named(name)
    if account is None:
        login = f"visitor-{len(people.everybody()) + 1}@demo.invalid"
        account, _ = people.add(name=name, login=login, role=Role.ADMIN, by="demo")
    return house.sign_in().let_in(account.id)


def run_demo_model(settings: Settings, *, port: int) -> None:
    """In a thread of this process, until it ends."""
    from wa_support.simulator.model.configuration import ModelConfig
    from wa_support.simulator.model.demo_cases import demo_script
    from wa_support.simulator.model.server import start_model

    key, name = settings.openai_api_key, settings.openai_model
    start_model(
        ModelConfig(
            script=demo_script,
            api_key=key.get_secret_value() if key else "",
            models=(name or "",),
        ),
        port=port,
    )


def run_demo_phone(settings: Settings, *, port: int) -> None:
    from wa_support.simulator.accounts import Number
    from wa_support.simulator.configuration import SimulatorConfig
    from wa_support.simulator.server import serve_simulator

    access, verify = settings.whatsapp_access_token, settings.whatsapp_verify_token
    serve_simulator(
        SimulatorConfig(
            callback_url=f"http://127.0.0.1:{settings.wa_port}/webhook",
            app_secret=settings.whatsapp_app_secret[0].get_secret_value(),
            verify_token=verify.get_secret_value() if verify else "",
            access_token=access.get_secret_value() if access else "",
            phone_numbers=(
                Number(id=settings.whatsapp_phone_number_id[0], names={"ko": "모먼트리빙"}),
            ),
            waba_id=settings.whatsapp_business_account_id or "",
        ),
        port,
    )


def _alive(house: House) -> Sequence[int]:
    host = this_host()
    with house.engine.read() as connection:
        known = pids(connection)
    return [
        pid for where, pid, started in known if where == host and not is_gone(where, pid, started)
    ]


def _unplug(house: House) -> int:
    """kill -9 of the worker; the supervisor starts another."""
    alive = _alive(house)
    if not alive:
        return 0
    os.kill(alive[0], signal.SIGKILL)
    return alive[0]


def _draft(house: House) -> bytes:
    current = house.queries.policy()
    return current.source if current else read_policy_file(house.settings.policies_file)


def _publish(house: House, source: bytes) -> Sequence[Fault]:
    file = str(house.settings.policies_file)
    return house.changes.publish(source, file=file, by="demo visitor").faults


def _publish_on_save(house: House) -> None:
    file = house.settings.policies_file

    def watch() -> None:
        seen = _stamp(file)
        while True:
            time.sleep(0.5)
            stamp = _stamp(file)
            if stamp != seen:
                seen = stamp
                _publish_file(house, file)

    threading.Thread(target=watch, name="policy-file", daemon=True).start()


def _publish_file(house: House, file: Path) -> None:
    try:
        published = house.changes.publish(
            read_policy_file(file), file=str(file), by="demo, on save"
        )
    except WaSupportError as why:
        print(why, file=sys.stderr, flush=True)
        return
    for fault in published.faults:
        print(fault, file=sys.stderr, flush=True)
    if published.version is not None:
        print(
            f"policy version {published.version.version} is in force", file=sys.stderr, flush=True
        )


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
