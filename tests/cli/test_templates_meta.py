"""`templates sync`, `submit` and `delete` as a person runs them, against a local Cloud API."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.acceptance.service import ROOT, SECRETS, settings_in, simulator
from tests.acceptance.test_templates_at_meta import KO, version_of
from tests.cli.program import Ran, wa_support
from wa_support.bootstrap.house import open_house
from wa_support.simulator.server import RunningSimulator

ACCOUNT = "100000000000001"


@dataclass(frozen=True, slots=True)
class Terminal:
    folder: Path
    cloud: RunningSimulator

    def run(self, *words: str, stdin: str = "", **env: str) -> Ran:
        settings = {
            "WA_DATA_DIR": str(self.folder / "data"),
            "WHATSAPP_ACCESS_TOKEN": SECRETS["WHATSAPP_ACCESS_TOKEN"],
            "WHATSAPP_BUSINESS_ACCOUNT_ID": ACCOUNT,
            "GRAPH_API_BASE_URL": self.cloud.url,
            "TEMPLATES_DIR": str(ROOT / "templates"),
            **env,
        }
        return wa_support("templates", *words, folder=self.folder, stdin=stdin, **settings)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """One approved version of the shipped order_shipped.ko."""
    cloud = simulator()
    cloud.rule(approve_after_ms=0)
    house = open_house(settings_in(tmp_path / "data", cloud.url))
    with house.database.write() as tx:
        tx.template_versions.add(version_of(house, KO))
    house.engine.close()
    yield Terminal(tmp_path, cloud)
    cloud.stop()


@pytest.mark.parametrize(
    "words",
    [("sync",), ("submit", "order_shipped.ko"), ("delete", "x", "--yes")],
)
def test_a_setting_that_is_missing_is_named(terminal: Terminal, words: tuple[str, ...]) -> None:
    ran = terminal.run(*words, WHATSAPP_BUSINESS_ACCOUNT_ID="")
    assert ran.code == 2
    assert "WHATSAPP_BUSINESS_ACCOUNT_ID: not set" in ran.err
    assert "WHATSAPP_ACCESS_TOKEN" not in ran.err


def test_submitted_synced_and_deleted(terminal: Terminal) -> None:
    assert terminal.run("sync").out == "the account has no templates\n"
    waits, given = terminal.run("submit", "order_shipped", "--json").lines
    assert (waits["template"], waits["outcome"]) == ("order_shipped.en", "put_up")
    assert (given["template"], given["outcome"]) == ("order_shipped.ko", "created")
    (row,) = terminal.run("sync", "--json").lines
    assert (row["template"], row["status"]) == ("order_shipped.ko", "APPROVED")
    assert (row["category"], row["version"]) == ("UTILITY", 1)

    refused = terminal.run("delete", "order_shipped", stdin="n\n")
    assert (refused.code, "locked for 30 days" in refused.err) == (1, True)
    assert "nothing was deleted" in refused.err
    gone = terminal.run("delete", "order_shipped.ko", "--yes", "--json")
    assert (gone.code, gone.lines) == (
        0, [{"template": "order_shipped.ko", "deleted": True, "said": None}]
    )  # fmt: skip
    locked = terminal.run("submit", "order_shipped.ko")
    assert (locked.code, "is locked until" in locked.out) == (1, True)


def test_what_was_never_put_up_is_told(terminal: Terminal) -> None:
    ran = terminal.run("submit", "nothing_here")
    assert (ran.code, "nothing_here: no such file in" in ran.err) == (1, True)


def test_a_refused_token_is_told_with_its_cure(terminal: Terminal) -> None:
    ran = terminal.run("sync", WHATSAPP_ACCESS_TOKEN="wrong")
    assert ran.code == 1
    assert "WHATSAPP_ACCESS_TOKEN" in ran.err
