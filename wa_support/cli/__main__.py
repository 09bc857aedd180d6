"""`python -m wa_support.cli`: how the service starts its own parts."""

from wa_support.cli import main

main()
