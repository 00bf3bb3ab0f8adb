"""The Celery application. Tasks carry ids of leases; the rows in the database are the queue."""

import os

from celery import Celery, Task
from celery.signals import beat_init, task_postrun, task_prerun, worker_init
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Django's own checks find mistakes in code, as `make test` does. A worker would load all pages and the API for them.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

# By name, as kombu keeps its own: a service without Redis loads nothing of it.
TRANSPORT_ALIASES.update(dict.fromkeys(("redis", "rediss"), "config.broker:Transport"))

app = Celery("steady")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Tasks are in their subject's folder, where Celery would not look by itself.
app.autodiscover_tasks(["reminders.ticking"])


@task_prerun.connect
@task_postrun.connect
def give_connection_back(task: Task, **_kwargs: object) -> None:
    """Give the database connection back to its pool, as Django does around a request. A broken one ends there."""
    from django.db import close_old_connections  # the settings are read by now

    if not task.request.is_eager:
        close_old_connections()


@worker_init.connect
@beat_init.connect
def check_keys(**_signal: object) -> None:
    """Refuse to start with keys that read nothing of what is stored."""
    from config.operating.canary import refuse_wrong_keys_before_forking  # the models are there by now

    refuse_wrong_keys_before_forking()
