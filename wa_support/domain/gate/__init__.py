"""The purpose gate's rules: whether, and for what, a message is let in. Pure."""
