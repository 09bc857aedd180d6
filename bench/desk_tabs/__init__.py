"""How the desk's open tabs and the webhooks bear each other."""
