"""The pages where people work: the seat, why a turn went as it did, and the demo."""
