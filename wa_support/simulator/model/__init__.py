"""A language model's server as OpenAI describes it, which says what it was told to say."""
