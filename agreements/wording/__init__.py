"""Hints about a sentence that asks for too much, or for control: shown to its writer alone, and kept nowhere."""
