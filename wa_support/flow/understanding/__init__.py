"""A language model reads what rules could not, walled in by policy, tools and checks."""
