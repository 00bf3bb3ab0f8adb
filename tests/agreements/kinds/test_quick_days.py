"""Until when it is tried: a few quick choices, which need no script, and a day that is named."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine

from agreements.drafts.models import Draft
from agreements.drafts.verbs import begin_draft
from agreements.kinds.base import kind_named
from agreements.kinds.quick_days import OTHER
from tests.helpers import factories

# A Monday; they talk on Sundays, 20:30.
NOW = datetime(2026, 2, 2, 12, tzinfo=UTC)
FORM = kind_named("cool_down").form_class


@pytest.mark.parametrize(
    ("sent", "day"),
    [
        ({"trial_until": "2026-03-01"}, date(2026, 3, 1)),
        ({"trial_until": ""}, None),
        ({"trial_until_choice": "2026-03-02", "trial_until": "2026-05-01"}, date(2026, 3, 2)),
        ({"trial_until_choice": "", "trial_until": "2026-05-01"}, None),
        ({"trial_until_choice": OTHER, "trial_until": "2026-05-01"}, date(2026, 5, 1)),
        ({"trial_until_choice": OTHER, "trial_until": ""}, "refused"),
        ({"trial_until_choice": "whenever"}, "refused"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_a_choice_counts_and_what_is_named_beside_another_one_counts(sent, day):
    form = FORM(sent, shown=["trial_until"], initial={"trial_until": date(2026, 3, 2)})
    assert form.is_valid() == (day != "refused")
    assert form.cleaned_data.get("trial_until", "refused") == day
    assert form.has_changed() == (day != date(2026, 3, 2))


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_a_letter_and_other_words_offer_the_talk_after_four_weeks(pair):
    client, kind = factories.signed_in(None, pair.alice), kind_named("cool_down")
    draft = begin_draft(pair.alice, kind, {"trial_until": date(2026, 3, 8)}, uuid.uuid4(), NOW)
    line = f"/agreements/drafts/{draft.pk}/{kind.line_of('trial_until')}/"
    alone = client.get(line).content.decode()
    assert "Until our talk" not in alone
    assert "Four weeks, until Monday 2 Mar" in alone
    factories.agreed_rhythm(pair, NOW)
    agreed = factories.agreed_response_rule(pair, NOW)
    for path, checked in ((line, "2026-03-08"), (f"/agreements/{agreed.pk}/other-words/", "")):
        page = client.get(path).content.decode()
        assert "Until our talk on Sunday 8 Mar" in page
        assert [
            part.partition('"')[0] for part in page.split('name="trial_until_choice" value="')[1:] if _is_on(part)
        ] == [checked]
    refused = client.post(line, {"kind": kind.name, "trial_until_choice": OTHER, "trial_until": "2026-02-01"})
    assert refused.status_code == 400
    assert 'value="2026-02-01"' in refused.content.decode(), "what was typed stays"
    sent = {"kind": kind.name, "trial_until_choice": "", "trial_until": "", "initial-trial_until": "2026-03-08"}
    assert client.post(line, sent).status_code == 302
    assert Draft.objects.get(pk=draft.pk).settings["trial_until"] is None


def _is_on(radio):
    return "checked" in radio.partition(">")[0]
