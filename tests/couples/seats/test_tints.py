"""Two people's colours: one fact of the two, so never the same for both, and as readable one as the other."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements.pauses.running import ColoursRestToo
from couples.seats.leaving import NotConnected, leave
from couples.seats.models import Couple, Tint
from couples.seats.tints import choose_tint
from tests.helpers import factories
from tests.helpers.processes import ROOT

# Of text on what lies behind it (WCAG 2.2, AA).
READABLE = 4.5


@pytest.mark.django_db
@pytest.mark.both_databases("what the database refuses")
def test_one_takes_a_colour_and_the_other_has_the_other(pair, alice_client, bob_client, charlie_client):
    assert (pair.alice_seat.tint, pair.bob_seat.tint) == (Tint.SAGE, Tint.CLAY)
    assert (
        'class="sage" x="17" y="31">E<' in alice_client.get(f"/earlier/{_closed_with_eve(pair)}/").content.decode()
    ), "Eve had the first seat"
    for client, tint, hers in (
        (bob_client, "sage", "clay"),
        (bob_client, "sage", "clay"),
        (alice_client, "sage", "sage"),
    ):
        sent = {"tint": tint, "couple": pair.couple.pk}
        page = client.post("/settings/tint/", sent, follow=True).content.decode()
        assert re.search(rf'value="{tint}"[^>]*checked', page)
        assert Couple.objects.get(pk=pair.couple.pk).first_tint == hers
    for client, sent in (
        (alice_client, {"tint": "pink"}),
        (alice_client, {"tint": "clay", "couple": _closed_with_eve(pair)}),
        (charlie_client, {"tint": "clay"}),
    ):
        client.post("/settings/tint/", sent)
        assert Couple.objects.get(pk=pair.couple.pk).first_tint == "sage"
    with pytest.raises(IntegrityError), transaction.atomic():
        Couple.objects.filter(pk=pair.couple.pk).update(first_tint="pink")
    factories.paused(pair.bob_seat)
    for seat in (pair.alice_seat, pair.bob_seat):
        with pytest.raises(ColoursRestToo):
            choose_tint(seat, Tint.CLAY, timezone.now() + timedelta(minutes=1))
    assert "Ask for a talk now" not in bob_client.get("/check-ins/").content.decode(), "nor is a talk offered then"
    leave(pair.bob_seat, timezone.now())
    with pytest.raises(NotConnected):
        choose_tint(pair.alice_seat, Tint.CLAY, timezone.now())
    assert Couple.objects.get(pk=pair.couple.pk).first_tint == "sage"


def _closed_with_eve(pair):
    return Couple.objects.get(memberships__user=pair.alice, closed_at__isnull=False).pk


@pytest.mark.parametrize("sheet", ["tokens.css", "dark.css"])
def test_both_can_be_read_in_both_themes(sheet):
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", (ROOT / "static/steady" / sheet).read_text().partition("}")[0]))
    for tint in Tint.values:
        for behind in (tint, "paper", "sheet"):
            assert contrast(colours[f"on-{tint}"], colours[behind]) >= READABLE, (tint, behind)
        assert contrast(colours["ink"], colours[tint]) >= READABLE, tint
    sage, clay = (contrast(colours[tint], colours["paper"]) for tint in Tint.values)
    assert max(sage, clay) / min(sage, clay) < 1.1, "neither stands out more than the other"


def contrast(one, other):
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
