"""A supervisor to end from outside: `python -m tests.supervise.supervised STOP_S ARGV [ARGV…]`.

Each ARGV is one child, JSON; the children are named a, b, c.
"""

import json
import sys

from wa_support.supervise import Child, supervise

if __name__ == "__main__":
    children = [
        Child(name=name, argv=json.loads(argv))
        for name, argv in zip("abc", sys.argv[2:], strict=False)
    ]
    sys.exit(supervise(children, stop_s=float(sys.argv[1])))
