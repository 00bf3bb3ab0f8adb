"""What two try: its day is read from its words, and what is over stays over for those who know no days."""

from __future__ import annotations

from datetime import UTC, datetime

from django.apps.registry import Apps

from agreements.letters.models import Agreement, Version
from tests.config.before.part import Part

DAYS = {"2026-01-31": datetime(2026, 2, 1, tzinfo=UTC), "2099-01-31": datetime(2099, 2, 1, tzinfo=UTC)}


class Trials(Part):
    """Two of the agreements that another part stores, tried until a day that is over and one that is not."""

    def store(self, before: Apps) -> None:
        """They are tried only once that can be."""

    def look_forward(self) -> None:
        versions = Version.objects.filter(number=1).order_by("pk")
        assert set(versions.values_list("zone", flat=True)) == {"UTC"}, "the author's"
        for version, (day, ends_at) in zip(versions, DAYS.items(), strict=False):
            Version.objects.filter(pk=version.pk).update(settings={**version.settings, "trial_until": day})
            tried = {"in_force": version, "in_force_since": version.created_at, "ends_at": ends_at}
            Agreement.objects.filter(pk=version.agreement_id).update(**tried)

    def look_back(self, before: Apps) -> None:
        ended = before.get_model("agreements", "Agreement").objects.filter(ended_at__isnull=False)
        assert [DAYS["2026-01-31"]] == list(ended.filter(ended_at__in=DAYS.values()).values_list("ended_at", flat=True))

    def look_again(self) -> None:
        assert list(Agreement.objects.exclude(ends_at=None).values_list("ends_at", flat=True)) == [DAYS["2099-01-31"]]
