"""A language model reads what rules could not: walled in by the policy, the tools and the checks."""
