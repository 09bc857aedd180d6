"""Whether the bot ever begins a word over a person, in any order of things."""
