"""Config: settings, URLs, processes, and the pages that look into every room."""
