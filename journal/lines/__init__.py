"""Lines for oneself: one a day to read, suggestions to take, a reminder for whoever wants one."""
