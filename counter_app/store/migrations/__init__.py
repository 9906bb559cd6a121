"""Revisions of the schema. They import nothing of ours: what they did once they do for ever."""
