"""Config: settings, URLs, processes, and the pages that look into every room."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
