"""The service's own settings, with the bench's kind, channel, baseline and bare view beside them."""

# ruff: noqa: F403, F405

from config.settings import *

INSTALLED_APPS = [*INSTALLED_APPS, "bench.service", "django_celery_beat"]
ROOT_URLCONF = "bench.service.urls"
# No measure signs in by a password. To make one as the service does would be a fifth of a second of each person's.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
