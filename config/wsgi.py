"""The WSGI entry point that gunicorn and waitress serve."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_application = get_wsgi_application()

# What follows asks for models, which are there now.
from config.operating.canary import refuse_wrong_keys_before_forking  # noqa: E402
from config.operating.heads import BodilessHead  # noqa: E402

refuse_wrong_keys_before_forking()
application = BodilessHead(_application)
