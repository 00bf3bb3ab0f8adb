"""Keys to the API, which had no end."""

from __future__ import annotations

from datetime import timedelta

from django.apps.registry import Apps
from django.utils import timezone

from basics.tokens import token_hash
from couples.keys.models import ApiKey
from couples.keys.verbs import use_key
from tests.config.before.part import Part

DAY = timedelta(days=1)
KEY = "steady_old"


class Keys(Part):
    """They end a year from the update."""

    def store(self, before: Apps) -> None:
        owner = before.get_model("couples", "User").objects.create(email="vic@example.org", password="!")
        before.get_model("couples", "ApiKey").objects.create(
            user=owner, name="phone", key_hash=token_hash(KEY), created_at=timezone.now() - 900 * DAY
        )

    def look_forward(self) -> None:
        kept = ApiKey.objects.get(key_hash=token_hash(KEY))
        assert abs(kept.ends_at - timezone.now() - 365 * DAY) < DAY / 24
        assert use_key(KEY, timezone.now())

    def look_back(self, before: Apps) -> None:
        assert before.get_model("couples", "ApiKey").objects.get(key_hash=token_hash(KEY)).name == "phone"
