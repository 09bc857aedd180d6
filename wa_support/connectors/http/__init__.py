"""Tools behind HTTP, as a policy's `connect` declares them."""
