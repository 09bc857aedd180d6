"""How many signed webhooks a second are stored durably, and how long Meta waits for its 200."""
