"""What `serve` costs when nobody writes."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.processes.process_tree import cpu_s, pss_mb
from tests.processes.serving import serving

_MOST_MB = 250.0
_MOST_CPU = 0.15
"""Of one core, on a machine that others use too."""
_HELP_S = 0.3
_REST_S = 10.0


def test_serve_at_rest_stays_within_its_memory_and_leaves_the_processor_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path, fitted=False) as service:
        service.answer_to("mina", "주문 1042 어디쯤이에요?")
        service.answer_to("daniel", "서랍이 뻑뻑해서 안 닫혀요")
        everyone = service.everyone()
        before = cpu_s(everyone)
        time.sleep(_REST_S)
        used = (cpu_s(everyone) - before) / _REST_S
        sizes = [(one.part, pss_mb(one.pid)) for one in service.everyone()]
    total = sum(size for _, size in sizes)
    table = ", ".join(f"{part} {size:.0f}" for part, size in sizes)
    with capsys.disabled():
        print(f"\nat rest: {total:.0f} MB PSS ({table}), {100 * used:.1f} % of a core")
    assert total <= _MOST_MB
    assert used <= _MOST_CPU


def test_help_is_instant() -> None:
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "wa_support.cli", "--help"],
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=20,
        )
        took.append(time.perf_counter() - begun)
    assert min(took) <= _HELP_S, f"{min(took):.2f} s at best"
