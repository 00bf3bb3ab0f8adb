"""`manage.py translations`: update, check and compile the message catalogues."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import to_locale

from config.translating import catalogues as translations


class Command(BaseCommand):
    """Keep the catalogues in step with the source."""

    help = "Update, check or compile the translations; without an option, update and compile."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--update", action="store_true", help="write new messages into the .po files")
        parser.add_argument("--compile", action="store_true", help="write the .mo files that Django reads")
        parser.add_argument("--check", action="store_true", help="fail if a .po file is stale or incomplete")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = {name for name in ("update", "compile", "check") if options[name]} or {"update", "compile"}
        complaints = [complaint for locale in _locales() for complaint in self._keep(locale, chosen)]
        if complaints:
            raise CommandError("\n".join([*complaints, "`make translations` brings in new messages; then translate."]))

    def _keep(self, locale: str, chosen: set[str]) -> list[str]:
        if "update" in chosen:
            translations.update(settings.BASE_DIR, locale)
        if "compile" in chosen:
            translations.compile_catalog(settings.BASE_DIR, locale)
        found = translations.problems(settings.BASE_DIR, locale) if "check" in chosen else []
        return [f"{locale}: {problem}" for problem in found]


def _locales() -> list[str]:
    return [to_locale(code) for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
