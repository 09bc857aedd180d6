"""What happens, one file a step. No library, no SQL, no clock of its own."""
