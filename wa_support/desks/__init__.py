"""Where people are told that something waits: e-mail and Slack."""
