"""What other subjects and rooms want to hear of an account."""

from django.dispatch import Signal

# Sent with `user` in the transaction that saves another password, whoever set it and by whatever way.
password_replaced = Signal()
