"""Second spellings, for speed: each does what a plain form elsewhere does; none is needed to understand the house.

This is the one door to them: whoever uses one imports it from here. claiming (a batch of rows), sent_sql (telling and
marking), ready_mails (a mail's bytes), index_floor (where the ticker begins to look), wake_up (an earlier row wakes
the ticker).
"""

from reminders.fast import claiming, sent_sql
from reminders.fast.index_floor import BEGINNING, Floors
from reminders.fast.ready_mails import Personal, ReadyMail, fill
from reminders.fast.wake_up import Alarm, announce

__all__ = [
    "BEGINNING",
    "Alarm",
    "Floors",
    "Personal",
    "ReadyMail",
    "announce",
    "claiming",
    "fill",
    "sent_sql",
]
