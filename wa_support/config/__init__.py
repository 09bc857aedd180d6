"""Settings, the policy file and the standard replies: strict, every fault with its place."""
