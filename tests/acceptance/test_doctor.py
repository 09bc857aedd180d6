"""doctor from end to end: a real local Cloud API that is spoilt by name, a real database."""

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.service import NUMBER, ROOT, SECRETS, Service, settings_in, simulator
from wa_support.bootstrap.doctor import run_doctor
from wa_support.bootstrap.house import open_house
from wa_support.bootstrap.machine import filesystem_of, folder_facts
from wa_support.config.settings import Settings
from wa_support.domain.checkup.finding import Finding
from wa_support.simulator.server import RunningSimulator
from wa_support.storage.postgres_engine import PostgresEngine

ACCOUNT = "100000000000001"
DISPLAYED = "8225550134"
DAY = 24 * 3600


@pytest.fixture
def cloud() -> Iterator[RunningSimulator]:
    running = simulator()
    yield running
    running.stop()


@pytest.fixture
def settings(cloud: RunningSimulator, tmp_path: Path) -> Settings:
    """A database with a policy in force, and no worker."""
    made = settings_in(tmp_path / "data", cloud.url, WHATSAPP_BUSINESS_ACCOUNT_ID=ACCOUNT)
    house = open_house(made)
    house.publish_first()
    house.engine.close()
    return made


def looked(settings: Settings, **changes: Any) -> dict[str, Finding]:
    return {one.check: one for one in run_doctor(replace(settings, **changes))}


def test_a_running_service_in_good_standing_has_no_problem(service: Service) -> None:
    service.answer_to("mina", "안녕하세요")
    more = {"whatsapp_business_account_id": ACCOUNT}
    found = looked(service.settings, **more)
    assert {name: str(one.state) for name, one in found.items()} == {
        "connection": "ok", "token": "ok", "permissions": "ok", "app_secret": "ok", "number": "ok",
        "quality": "ok", "account": "ok", "subscription": "ok", "webhook_fields": "ok",
        "callback": "could_not_look", "graph_version": "ok", "clock": "ok",
        "language_model": "ok", "data_folder": "ok", "notices": "ok",
        "disk_space": found["disk_space"].state, "filesystem": found["filesystem"].state,
        "data_key": "warning", "database": found["database"].state,
        "media": found["media"].state, "policy": "ok", "worker": "ok",
        "webhooks": "ok", "shared_number": "warning",  # another app gets them too
    }  # fmt: skip


SPOILT: list[tuple[dict[str, Any], str, str, str]] = [
    ({"token_valid": False}, "token", "problem", "Generate token"),
    ({"graph_answers": 190}, "token", "problem", "Generate token"),
    ({"token_ends_in_s": 3 * DAY}, "token", "warning", "Generate token"),
    ({"token_type": "USER", "token_ends_in_s": DAY}, "token", "warning", "System users"),
    ({"token_may_look": False}, "token", "could_not_look", "debug/accesstoken"),
    ({"token_may_look": False}, "app_secret", "could_not_look", "unsigned"),
    ({"left_out": ["expires_at"]}, "token", "could_not_look", "debug/accesstoken"),
    ({"left_out": ["scopes"]}, "permissions", "could_not_look", "debug/accesstoken"),
    ({"scopes": ["whatsapp_business_management"]}, "permissions", "problem", "_messaging"),
    ({"platform_type": "NOT_APPLICABLE"}, "number", "problem", f"/{NUMBER}/register"),
    ({"status": "BANNED"}, "number", "problem", "WhatsApp Manager"),
    ({"status": "FLAGGED"}, "number", "warning", "WhatsApp Manager"),
    ({"code_verification_status": "NOT_VERIFIED"}, "number", "warning", "Verify"),
    ({"left_out": ["platform_type"]}, "number", "could_not_look", "WhatsApp Manager"),
    ({"graph_answers": 10}, "number", "problem", "Assign assets"),
    ({"graph_answers": 4}, "number", "could_not_look", "wait an hour"),
    ({"quality_rating": "RED"}, "quality", "problem", "customers block"),
    ({"quality_rating": "YELLOW"}, "quality", "warning", "customers block"),
    ({"left_out": ["quality_rating"]}, "quality", "could_not_look", "WhatsApp Manager"),
    ({"account_numbers": ["7"]}, "account", "problem", "copy both ids"),
    ({"app_subscribed": False}, "subscription", "problem", f"{ACCOUNT}/subscribed_apps"),
    ({"graph_answers": 80007}, "subscription", "could_not_look", "wait an hour"),
    ({"fields": ["user_preferences"]}, "webhook_fields", "problem", "subscribe messages"),
    ({"fields": ["messages"]}, "webhook_fields", "warning", "subscribe user_preferences"),
    ({"object": "page"}, "webhook_fields", "problem", "callback URL"),
    ({"app_active": False}, "webhook_fields", "problem", "callback URL"),
    ({"left_out": ["fields"]}, "webhook_fields", "could_not_look", "subscribe messages"),
    ({"number_callback": "https://n.example/w"}, "callback", "could_not_look", "https://n.exam"),
    ({"clock_ahead_s": 60}, "clock", "warning", "timedatectl"),
    ({"clock_ahead_s": -600}, "clock", "problem", "timedatectl"),
]


@pytest.mark.parametrize(("standing", "check", "state", "cure"), SPOILT)
def test_what_is_spoilt_is_found_with_its_cure(
    cloud: RunningSimulator, settings: Settings, standing: dict[str, Any], check: str,
    state: str, cure: str,
) -> None:  # fmt: skip
    cloud.stand(**standing)
    finding = looked(settings)[check]
    assert finding.state == state, finding
    assert cure in (finding.cure or ""), finding


def test_a_number_that_does_not_exist(settings: Settings) -> None:
    finding = looked(settings, whatsapp_phone_number_id=("7",))["number"]
    assert finding.state == "problem"
    assert "phone number id, not the number" in (finding.cure or "")


def test_an_account_that_is_not_the_token_s(settings: Settings) -> None:
    found = looked(settings, whatsapp_business_account_id="7")
    assert found["account"].state == "problem"
    assert found["subscription"].state == "could_not_look"


def test_without_an_account_it_says_how_to_get_it(settings: Settings) -> None:
    found = looked(settings, whatsapp_business_account_id=None)
    for check in ("account", "subscription"):
        assert found[check].state == "could_not_look"
        assert "WHATSAPP_BUSINESS_ACCOUNT_ID" in (found[check].cure or "")


def test_another_app_s_secret(cloud: RunningSimulator, settings: Settings) -> None:
    other, ours = settings_in(
        Path("x"), cloud.url, WHATSAPP_APP_SECRET=f"other,{SECRETS['WHATSAPP_APP_SECRET']}"
    ).whatsapp_app_secret
    assert looked(settings, whatsapp_app_secret=(other,))["app_secret"].state == "problem"
    assert looked(settings, whatsapp_app_secret=(other, ours))["app_secret"].state == "ok"


def test_a_graph_that_is_not_there(settings: Settings) -> None:
    found = looked(settings, graph_api_base_url="http://127.0.0.1:9")
    assert found["connection"].state == "problem"
    assert "firewall" in (found["connection"].cure or "")
    from_graph = ("token", "number", "subscription", "webhook_fields", "graph_version", "clock")
    assert {found[check].state for check in from_graph} == {"could_not_look"}


def test_a_number_that_is_used_elsewhere_too_wants_the_fields(settings: Settings) -> None:
    house = open_house(settings)
    with house.engine.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO account_events (at, kind, state, body) "
            "VALUES (1, 'handover', 'kept', x'00')"
        )
    house.engine.close()
    finding = looked(settings)["shared_number"]
    assert finding.state == "warning"
    assert "messaging_handovers, standby" in (finding.cure or "")


def test_the_practice_shop_is_a_problem_on_a_real_number_alone(settings: Settings) -> None:
    assert looked(settings)["policy"].state == "ok"
    real = looked(settings, graph_api_base_url="https://0.0.0.0:9")["policy"]
    assert real.state == "problem"
    assert "connect: sample_shop" in (real.cure or "")


def test_a_worker_that_has_stopped(settings: Settings) -> None:
    house = open_house(settings)
    with house.database.write() as tx:
        long_ago = house.clock.now() - 120_000
        tx.workers.beat("wrk_1", host="h", pid=1, pid_started=1, now=long_ago)
    house.engine.close()
    finding = looked(settings)["worker"]
    assert finding.state == "problem"
    assert "journalctl" in (finding.cure or "")


def test_nothing_is_made_where_nothing_was(cloud: RunningSimulator, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    found = looked(settings_in(folder, cloud.url))
    assert not folder.exists()
    assert found["data_folder"].state == "could_not_look"
    assert found["database"].state == "could_not_look"
    folder.mkdir(mode=0o700)
    looked(settings_in(folder, cloud.url))
    assert list(folder.iterdir()) == []


def test_a_lost_key_is_not_replaced(settings: Settings) -> None:
    key = settings.wa_data_dir / "key"
    key.unlink()
    found = looked(settings)
    assert found["data_key"].state == "problem"
    assert found["database"].state == "could_not_look"
    assert not key.exists()


def test_another_key_is_a_problem_of_the_database(settings: Settings) -> None:
    other = settings_in(
        settings.wa_data_dir, settings.graph_api_base_url, WA_DATA_KEY="A" * 43 + "="
    )
    found = looked(other)
    assert found["database"].state == "problem"
    assert "WA_DATA_KEY is not the key" in found["database"].found


@pytest.mark.postgres
def test_an_empty_postgresql_stays_empty(cloud: RunningSimulator, tmp_path: Path) -> None:
    from sqlalchemy import inspect, make_url

    from tests import postgres

    url = postgres.create_database("wa_doctor")
    try:
        tmp_path.chmod(0o700)
        more = {"DATABASE_URL": url.replace("+psycopg", ""), "WA_DATA_KEY": "A" * 43 + "="}
        found = looked(settings_in(tmp_path, cloud.url, **more))
        assert found["database"].state == "could_not_look", found["database"]
        engine = PostgresEngine(make_url(url))
        with engine.read() as connection:
            assert inspect(connection).get_table_names() == []
        engine.close()
        open_house(settings_in(tmp_path, cloud.url, **more)).engine.close()
        assert looked(settings_in(tmp_path, cloud.url, **more))["database"].found.startswith(
            "PostgreSQL"
        )
    finally:
        postgres.drop_database("wa_doctor")


def test_no_secret_and_no_whole_number_in_findings_or_logs(
    cloud: RunningSimulator, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = ""
    for code in (0, 190, 4, 10, 987):
        cloud.stand(graph_answers=code)
        told += repr(run_doctor(settings))
    told += repr(run_doctor(replace(settings, graph_api_base_url="http://127.0.0.1:9")))
    for secret in (*SECRETS.values(), DISPLAYED, DISPLAYED[2:8]):
        assert secret not in told + caplog.text


def test_doctor_asks_little_and_soon_ends(settings: Settings) -> None:
    began = time.monotonic()
    looked(settings)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/var/lib/wa-support", "nfs4"), ("/var/log", "ext4"), ("/mnt/my disk/x", "cifs")],
)
def test_the_deepest_mount_says_what_a_folder_lies_on(folder: str, kind: str) -> None:
    mounts = (
        "rootfs / rootfs rw 0 0\n/dev/sda1 / ext4 rw 0 0\nnas:/x /var/lib nfs4 rw 0 0\n"
        "//nas/y /mnt/my\\040disk cifs rw 0 0\n"
    )
    assert filesystem_of(Path(folder), mounts) == kind


def test_a_folder_of_this_machine(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    facts = folder_facts(tmp_path)
    assert (facts.mode, facts.ours, facts.writable) == (0o750, True, True)
    assert facts.free_bytes
    assert (ROOT / "policies.yaml").exists()
