"""A WhatsApp support agent that does only what its policy says."""
