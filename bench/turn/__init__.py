"""How long a customer's turn waits for us, and how many turns a second one worker makes."""
