"""Tools behind HTTP, against a real local server."""
