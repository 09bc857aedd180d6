"""The only room where parts are chosen and joined."""
