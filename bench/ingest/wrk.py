"""Saturation: as many requests as so many connections can have answered, by wrk."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WRK = shutil.which("wrk")
_SCRIPT = """
local requests, at = {}, 0
for line in io.lines("FILE") do
  local signature, body = line:match("^(%S+) (.*)$")
  requests[#requests + 1] = wrk.format("POST", "/webhook", {
    ["Content-Type"] = "application/json", ["X-Hub-Signature-256"] = signature }, body)
end
function request() at = at % #requests + 1; return requests[at] end
function done(summary, latency)
  io.write(string.format('{"answers":%d,"seconds":%f,"refused":%d,"p50":%f,"p99":%f}\\n',
    summary.requests, summary.duration / 1e6, summary.errors.status + summary.errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturation:
    """`p50` and `p99` in milliseconds."""

    answers: int
    seconds: float
    refused: int
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        return (self.answers - self.refused) / self.seconds


def saturate(
    folder: Path, port: int, lines: Sequence[str], *, seconds: int, connections: int
) -> Saturation:
    """`lines` are signatures and bodies; they are sent round and round."""
    assert WRK is not None
    (folder / "requests").write_text("\n".join(lines), "utf-8")
    script = folder / "requests.lua"
    script.write_text(_SCRIPT.replace("FILE", str(folder / "requests")), "utf-8")
    argv = [WRK, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script)]
    told = subprocess.run(
        [*argv, f"http://127.0.0.1:{port}"], check=True, capture_output=True, text=True
    ).stdout
    return Saturation(**json.loads(told.strip().splitlines()[-1]))
