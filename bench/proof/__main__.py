"""`python -m bench.proof kill | planted | powercut`: exit code 1 when anything was found wrong."""

import argparse
import random
import sys
from collections import Counter

from bench.proof.invariants import INVARIANTS
from bench.proof.kills import Report, run_kills
from bench.proof.loop_disk import NoLoopDisk
from bench.proof.plan import POINTS
from bench.proof.planted import SITUATIONS, Verdict, judge
from bench.proof.powercut import KINDS, Cut, cut_power
from bench.proof.stage import temporary_folder
from wa_support.domain.delivery import AttemptOutcome


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.proof")
    commands = parser.add_subparsers(required=True)
    kill = commands.add_parser("kill", help="kill everything at every moment, then check")
    kill.add_argument("--cycles", type=int, default=10)
    kill.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    kill.add_argument("--seed", type=int, default=None, help="that of an earlier run repeats it")
    kill.set_defaults(run=_kill)
    planted = commands.add_parser("planted", help="does the checker catch bugs put in on purpose?")
    planted.set_defaults(run=_planted)
    power = commands.add_parser("powercut", help="cut the power, look for what was acknowledged")
    power.add_argument("--cycles", type=int, default=20)
    power.set_defaults(run=_power)
    words = parser.parse_args()
    return int(words.run(words))


def _kill(words: argparse.Namespace) -> int:
    seed = random.randrange(1_000_000) if words.seed is None else words.seed
    print(f"seed {seed}, {words.cycles} cycles on {words.database}", flush=True)
    with temporary_folder() as folder:
        report = run_kills(folder, database=words.database, cycles=words.cycles, seed=seed)
    print(told(report))
    return int(bool(report.violations) or not report.settled)


def _planted(_words: argparse.Namespace) -> int:
    missed = 0
    print(f"{'planted bug':28} {'must break':12} {'broke':16} {'without it':12} caught")
    for situation in SITUATIONS:
        with temporary_folder() as folder:
            verdict = judge(situation, folder)
        print(row_of(verdict), flush=True)
        missed += not verdict.caught
    print(f"{len(SITUATIONS) - missed} of {len(SITUATIONS)} planted bugs caught")
    print("synchronous below FULL is planted by: python -m bench.proof powercut")
    return int(missed > 0)


def _power(words: argparse.Namespace) -> int:
    """FULL must lose nothing; the lower levels must lose, or the cut is no cut."""
    wrong = 0
    lost = " ".join(f"{f'{kind} lost':>18}" for kind in KINDS)
    print(f"{'synchronous':12} {'cycles':>6} {lost}")
    for plant in ("", "synchronous_normal", "synchronous_off"):
        with temporary_folder() as folder:
            try:
                cut = cut_power(folder, cycles=min(words.cycles, 3) if plant else words.cycles,
                                plant=plant)  # fmt: skip
            except NoLoopDisk as why:
                print(f"skipped: {why}")
                return 0
        print(line_of(cut), flush=True)
        wrong += cut.lost_any is not bool(plant)
    return int(wrong > 0)


def line_of(cut: Cut) -> str:
    lost = " ".join(f"{f'{cut.lost[kind]} of {cut.acknowledged[kind]}':>18}" for kind in KINDS)
    return f"{cut.level:12} {cut.cycles:6} {lost}   {cut.damage or ''}".rstrip()


def row_of(verdict: Verdict) -> str:
    situation = verdict.situation
    broke, without = " ".join(verdict.with_bug) or "-", " ".join(verdict.without) or "-"
    return (
        f"{situation.bug:28} {situation.expected:12} {broke:16} {without:12} "
        f"{'yes' if verdict.caught else 'NO'}   ({verdict.seconds:.0f} s)"
    )


def told(report: Report) -> str:
    """The run as a table, every violation in full."""
    evidence = report.evidence
    unknown = sum(one.outcome is AttemptOutcome.UNKNOWN for one in evidence.attempts)
    deaths = ", ".join(f"{count} {victim}" for victim, count in sorted(report.deaths.items()))
    wrong = Counter(violation.invariant for violation in report.violations)
    lines = [
        f"questions asked                {report.questions:6}",
        f"updates acknowledged           {len(evidence.acknowledged):6}",
        f"sends accepted                 {len(evidence.accepted):6}",
        f"outcomes left unknown          {unknown:6}",
        f"conversations taken over       {len(evidence.takeovers):6}",
        f"failpoints died at             {len(report.passed):6}   of {len(POINTS)} points",
        f"deaths at random moments       {sum(report.deaths.values()):6}   {deaths}",
        f"settled                        {'yes' if report.settled else 'NO':>6}",
        *(f"{name} violated                   {wrong[name]:6}" for name in INVARIANTS),
        *(f"{each.invariant}: {each.what}" for each in report.violations),
        f"{report.seconds:.0f} s",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
