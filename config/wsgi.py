"""The WSGI entry point that gunicorn and waitress serve."""

import os

from django.core.wsgi import get_wsgi_application

from config.operating.heads import BodilessHead

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = BodilessHead(get_wsgi_application())
