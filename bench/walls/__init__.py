"""A language model that says and calls whatever it likes, played through the real service."""
