"""Message templates: what a file says, what we approved of it, and how Meta's copy stands."""
