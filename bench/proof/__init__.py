"""Proof by breaking: kill, lie and cut the power, then compare three ledgers."""
