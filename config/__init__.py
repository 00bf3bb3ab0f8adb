"""Config: settings, URLs, processes, and the pages that look into every room."""

import gc

# A start makes a hundred thousand objects, and nearly all stay: Python would look for garbage 300 times meanwhile.
gc.set_threshold(20_000, 20, 20)
