"""The one signal between rooms."""

from django.dispatch import Signal

# Sent inside the leaving transaction with `couple` (a Couple) and `now`; higher rooms close what is theirs.
member_left = Signal()
