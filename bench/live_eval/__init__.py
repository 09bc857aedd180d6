"""The dialogues of the tests, answered by a real language model."""
