"""What a process of the service has loaded once it runs: all of it stays in memory for good."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.service import ROOT

_SETTINGS = """
import json, sys
from wa_support.config.settings import load_settings
settings = load_settings({
    "WHATSAPP_APP_SECRET": "of-the-tests", "WHATSAPP_VERIFY_TOKEN": "of-the-tests",
    "WHATSAPP_ACCESS_TOKEN": "of-the-tests", "WHATSAPP_PHONE_NUMBER_ID": "100000000000042",
    "WA_DATA_DIR": sys.argv[1], **json.loads(sys.argv[2]),
}, None)
"""
_PARTS = {
    "web": """
from wa_support.bootstrap.web import build_webhook_app
build_webhook_app(settings)
""",
    "console": """
from wa_support.bootstrap.console import console_app_of
from wa_support.bootstrap.house import open_house
console_app_of(open_house(settings))
""",
    "web, main": """
from wa_support.bootstrap.web import run_web
""",
    "console, main": """
from wa_support.bootstrap.console import run_console
""",
    "work": """
from wa_support.bootstrap.house import open_house
from wa_support.bootstrap.work import build_worker, graph_client
from wa_support.web.metrics import Metrics
house = open_house(settings)
build_worker(house, graph_client(house), Metrics())
""",
}
_NOBODY_NEEDS = {
    "sqlalchemy.dialects.postgresql", "alembic", "sklearn", "numpy", "holidays", "openai",
    "pydantic",
}  # fmt: skip


_ONLY_ELSEWHERE = {
    "wa_support.bootstrap.house", "wa_support.flow.policy_book", "wa_support.flow.notify",
    "wa_support.storage.database", "yaml",
}  # fmt: skip
"""What the web process takes up where POST /notify is open, and never without."""


@pytest.mark.parametrize("part", ["web", "console", "work"])
def test_a_process_on_sqlite_loads_nothing_that_only_others_need(part: str, tmp_path: Path) -> None:
    assert not loaded_by(part, tmp_path) & _NOBODY_NEEDS


def test_the_web_process_loads_the_flow_only_where_notify_is_open(tmp_path: Path) -> None:
    assert not loaded_by("web", tmp_path) & _ONLY_ELSEWHERE
    assert loaded_by("web", tmp_path, WA_NOTIFY_SECRET="of the tests " * 3) >= _ONLY_ELSEWHERE


@pytest.mark.parametrize("part", ["web", "console"])
def test_a_servers_main_process_loads_little_of_ours(part: str, tmp_path: Path) -> None:
    ours = {name for name in loaded_by(f"{part}, main", tmp_path) if name.startswith("wa_support.")}
    rooms = {name.split(".")[1] for name in ours}
    assert rooms <= {"bootstrap", "config", "domain", "web"}
    assert not ours & {"wa_support.bootstrap.store", "wa_support.domain.policy"}


def loaded_by(part: str, folder: Path, **more: str) -> set[str]:
    program = f"{_SETTINGS}{_PARTS[part]}print(*sys.modules)"
    argv = [sys.executable, "-c", program, str(folder), json.dumps(more)]
    ran = subprocess.run(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    return set(ran.stdout.split())
