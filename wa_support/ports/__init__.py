"""Protocols: what the inside needs from the outside, as few as possible."""
