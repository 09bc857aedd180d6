"""`python -m bench.takeovers --interleavings N --seed N | --live N`: exit code 1 when the bot spoke
over a person, or something else that must hold did not."""

import argparse
import random
import sys

from bench.takeovers.interleavings import run_interleavings


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.takeovers", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--interleavings", type=int, help="so many random orders of everything")
    what.add_argument("--live", type=int, help="so many takeovers of the running service")
    parser.add_argument("--seed", type=int, default=None, help="that of an earlier run repeats it")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--plant", default="", help="start the service with this fault in it")
    given = parser.parse_args()
    seed = random.randrange(1_000_000) if given.seed is None else given.seed
    print(f"seed {seed}", flush=True)
    if given.interleavings is not None:
        return run_interleavings(given.interleavings, seed, given.processes)
    from bench.takeovers.live import run_live

    return run_live(given.live, seed, given.plant)


if __name__ == "__main__":
    sys.exit(main())
