"""Second spellings, for speed: each does what a plain form elsewhere does; none is needed to understand the house.

claiming (a batch of rows), sent_sql (telling and marking), ready_mails (a mail's bytes), index_floor (where the ticker
begins to look), wake_up (an earlier row wakes the ticker).
"""
