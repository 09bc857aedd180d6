"""`policy verify` from outside."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.program import ROOT, wa_support
from tests.flow.house import HOLDER, at_home, prepare
from wa_support.bootstrap.work import named_lease
from wa_support.flow.sealing import Sealing


def test_an_audit_that_was_changed_is_named_and_exits_1(tmp_path: Path) -> None:
    prepare(tmp_path / "prepared")
    with at_home(tmp_path / "data", tmp_path / "prepared") as home:
        home.say("상담원")
        lease = named_lease(home.house, "audit_sealer", HOLDER)
        assert Sealing(database=home.house.database, lease=lease).run_once() > 1
    env = {"POLICIES_FILE": str(ROOT / "policies.yaml"), "WA_DATA_DIR": str(tmp_path / "data")}
    whole = wa_support("policy", "verify", "--json", folder=tmp_path, **env)
    assert whole.code == 0
    assert whole.lines[0]["broken"] is None
    with closing(sqlite3.connect(tmp_path / "data" / "wa-support.db")) as raw, raw:
        raw.execute("DELETE FROM audit WHERE position = 1")
    broken = wa_support("policy", "verify", folder=tmp_path, **env)
    assert broken.code == 1
    assert broken.out.startswith("the audit is broken at record 1 (row ")
