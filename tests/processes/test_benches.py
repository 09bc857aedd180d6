"""The benches start and print their tables; what they measure at this size means nothing."""

import os
import shutil
import subprocess
import sys

from tests.acceptance.service import ROOT


def bench(name: str, *asked: str) -> dict[str, str]:
    """The lines by their first word."""
    told = subprocess.run(
        [sys.executable, "-m", f"bench.{name}", *asked],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    lines = [line for line in told.stdout.splitlines() if line]
    return {line.split("  ")[0].strip(): line for line in lines}


def test_the_bench_of_turns_prints_its_table() -> None:
    table = bench("turn", "--turns", "3", "--at-once", "3")
    assert "n    3" in table["idle"]
    assert "n    3" in table["3 at once"]
    assert "turns/s" in table["sustained"]


def test_the_bench_of_ingest_prints_its_tables() -> None:
    table = bench(
        "ingest", "--runs", "1", "--seconds", "1", "--rate", "40", "--connections", "4",
        "--no-postgres", "--no-pywa",
    )  # fmt: skip
    assert "none" not in table["SQLite, turns run"]
    assert table["SQLite, at rest"].endswith("none")
    if shutil.which("wrk") is None:
        assert "saturation is left out: wrk is not installed" in table
    else:
        assert table["SQLite"].endswith("all")
        assert table["no storage"].endswith("nothing")
