"""`manage.py documents`: write the documents that are made from the code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from pages.documents import documents


class Command(BaseCommand):
    """Write what pages say of privacy and safety into docs/."""

    help = "Write docs/privacy.md and the head of docs/safety.md from the code."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path, text in documents(settings.BASE_DIR / "docs").items():
            path.write_text(text)
