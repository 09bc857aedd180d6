"""A service that has not asked a model yet has not loaded the library for it."""

import subprocess
import sys

ASKED = """
import sys
from wa_support.models.language_models import language_model
from wa_support.models.openai_client import OpenAiClient
from wa_support.models.prices import cost_usd
from wa_support.bootstrap.world import SystemClock
from wa_support.ports.language_model import ModelUnavailable

HEAVY = {"openai", "httpx2", "pydantic", "anyio"}
url = "http://127.0.0.1:9/v1"
language_model(api_key="sk-x", base_url=url, name="m", clock=SystemClock())
print(sorted(HEAVY & set(sys.modules)))
try:
    OpenAiClient(api_key="sk-x", base_url=url).model_names(within_s=20)
except ModelUnavailable as unavailable:
    print(unavailable.kind, sorted(HEAVY & set(sys.modules)))
"""


def test_the_sdk_is_loaded_by_the_first_request() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, text=True, timeout=60, check=True
    )
    before, after = ran.stdout.splitlines()
    assert before == "[]"
    assert after == "connection ['anyio', 'httpx2', 'openai', 'pydantic']"


AT_REST = """
import sys
import wa_support.bootstrap.console, wa_support.bootstrap.web, wa_support.bootstrap.work
import wa_support.bootstrap.language_model, wa_support.bootstrap.doctor
print(sorted({"openai", "httpx2"} & set(sys.modules)))
"""


def test_no_process_of_the_service_loads_it_to_start() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", AT_REST], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.strip() == "[]"
