"""Where answers come from outside the database: the shop's own articles."""
