"""Hostile stories: what one of two may try with the other's phone, words and time. Each stands in docs/safety.md.

Alice is whom it is done to, Bob does it. What is not blocked is a limit, in `test_limits.py`, with what people are
told.
"""
