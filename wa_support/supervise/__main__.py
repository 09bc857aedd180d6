"""`python -m wa_support.supervise MODULE PART…`: each PART of MODULE as a child."""

import sys

from wa_support.supervise import Child, supervise

if __name__ == "__main__":
    module, *parts = sys.argv[1:]
    program = (sys.executable, "-m", module)
    sys.exit(supervise([Child(name=part, argv=(*program, part)) for part in parts]))
