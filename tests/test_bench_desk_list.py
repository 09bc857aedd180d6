"""The bench of the desk's list runs; what it measures at this size means nothing."""

import json
from pathlib import Path

import pytest

from bench.desk_list import run
from wa_support.bootstrap.world import SystemClock
from wa_support.storage.engine import open_engine


def test_each_view_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path / 'wa-support.db'}"
    engine = open_engine(url, data_dir=tmp_path, clock=SystemClock())
    run("sqlite", engine, 120, 2)
    engine.close()
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    totals = {(one["view"], one["tag"], one["skip"]): one["total"] for one in told}
    assert totals["everything", None, 0] == totals["everything", None, 70] == 120
    assert 0 < totals["waiting", "택배 파업", 0] < totals["waiting", None, 0] < 120
    assert [one["rows"] for one in told if one["view"] == "everything"] == [50, 50, 50]
    assert all(one["p95_ms"] >= one["median_ms"] > 0 for one in told)
