"""How an agreement came to be: what both accepted and nothing else, the same for both."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.utils import timezone, translation

from agreements.drafts.again import begin_again
from agreements.drafts.verbs import send_draft
from agreements.history.showing import history_of, once_suggested, story_of
from agreements.kinds.base import kind_named
from agreements.kinds.form import first_terms
from agreements.letters import consent
from agreements.letters.models import Agreement, Consent, Version
from agreements.trials.verbs import Said, answer_trial
from tests.agreements.trials.reading import page_of, text_of
from tests.helpers import factories
from tests.helpers.factories import fresh

NOW = datetime(2026, 2, 1, 23, 30, tzinfo=UTC)
ANA, BEN = 1, 2


@pytest.mark.django_db
def test_only_what_both_accepted_is_told_newest_first_and_what_one_suggested_is_theirs_alone(pair):
    rule = factories.agreed_response_rule(pair, NOW, please="first", trial_until=date(2026, 3, 1))
    declined = factories.amended(rule, pair.bob_seat, NOW, please="DECLINED-CANARY")
    consent.decline(declined, pair.alice_seat, 2, NOW)
    third = factories.amended(rule, pair.bob_seat, NOW + timedelta(days=3), please="second")
    consent.accept(third, pair.alice_seat, 3, NOW + timedelta(days=4))
    for seat in (pair.bob_seat, pair.alice_seat):
        answer_trial(rule, seat, 3, Said("keep"), NOW + timedelta(days=9))
    waiting = factories.amended(rule, pair.alice_seat, NOW + timedelta(days=10), please="WAITING-CANARY")
    history = history_of(waiting)
    assert [(entry.on, entry.is_kept, entry.until) for entry in history.entries] == [
        (date(2026, 2, 11), True, None),
        (date(2026, 2, 6), False, date(2026, 3, 1)),
        (date(2026, 2, 2), False, date(2026, 3, 1)),
    ], "days go by the clock of the words, on which it is past midnight"
    [_kept, changed, first] = history.entries
    assert (changed.suggested_by, changed.accepted_by) == ("Bob", "Alice")
    assert [[*change.fields] for change in changed.changes.changes] == [["please"]]
    assert first.letter.terms.words["please"] == "first"
    hers, his = (page_of(person, f"/agreements/{rule.pk}/history/")[1] for person in (pair.alice, pair.bob))
    for canary in ("DECLINED-CANARY", "WAITING-CANARY"):
        assert canary not in hers + his
    assert "Both kept it." in text_of(hers)
    assert "These words since then" not in text_of(hers), "what both kept stands first"
    assert "Suggested by Bob; Alice said yes. To be tried until 1 March." in text_of(hers)
    assert story(hers) == story(his)
    assert [letter.terms.words["please"] for letter in once_suggested(fresh(rule), pair.bob_seat)] == [
        "DECLINED-CANARY"
    ]
    assert once_suggested(fresh(rule), pair.alice_seat) == []
    assert "DECLINED-CANARY" in page_of(pair.bob, f"/agreements/{rule.pk}/suggested/")[1]
    assert "DECLINED-CANARY" not in page_of(pair.alice, f"/agreements/{rule.pk}/suggested/")[1]


def story(page):
    return page.partition('<ol class="story">')[2].partition("</ol>")[0]


@pytest.mark.django_db
def test_what_ended_and_was_begun_again_says_so(pair):
    old = factories.agreed_cool_down(pair, NOW, trial_until=date(2026, 3, 1))
    over = datetime(2026, 3, 2, 12, tzinfo=UTC)
    draft = begin_again(old, pair.alice_seat, uuid.uuid4(), over)
    new = send_draft(pair.alice_seat, draft.pk, over)
    page = text_of(page_of(pair.bob, f"/agreements/{old.pk}/history/")[1])
    assert "You tried this until 1 March. It ends here." in page
    assert f"/agreements/{old.pk}/history/" in story(page_of(pair.bob, f"/agreements/{new.pk}/history/")[1])
    assert "Nothing of it is agreed yet." in text_of(page_of(pair.bob, f"/agreements/{new.pk}/history/")[1])
    ended = factories.agreed_response_rule(pair, NOW)
    consent.end(ended, pair.bob_seat, over)
    with timezone.override("Europe/Berlin"):
        assert history_of(fresh(ended)).ended_on == date(2026, 3, 2)
    assert "Not agreed any more since 2 March." in text_of(page_of(pair.bob, f"/agreements/{ended.pk}/history/")[1])


@pytest.mark.django_db
def test_thirty_versions_take_as_many_queries_as_three(pair, django_assert_num_queries):
    rule = factories.agreed_response_rule(pair, NOW)
    for number in range(2, 4):
        consent.accept(factories.amended(rule, pair.bob_seat, NOW, please=f"{number}"), pair.alice_seat, number, NOW)
    loaded = fresh(rule)
    with django_assert_num_queries(2):
        assert len(history_of(loaded).entries) == 3
    for number in range(4, 7):
        consent.accept(factories.amended(rule, pair.bob_seat, NOW, please=f"{number}"), pair.alice_seat, number, NOW)
    loaded = fresh(rule)
    with django_assert_num_queries(2):
        assert len(history_of(loaded).entries) == 6


# 200 histories by chance, without a database: read by each of the two, in both languages, on far apart clocks.


def by_chance(random: Random) -> tuple[Agreement, list[tuple[Version, list[Consent]]]]:
    kind = kind_named(random.choice(["response_rule", "cool_down", "rhythm"]))
    agreement = Agreement(id=uuid.UUID(int=random.getrandbits(128)), kind=kind.name, author_id=ANA, created_at=NOW)
    at, found = NOW, []
    terms = first_terms(
        kind.form_class, {**kind.starters[0].values, "zone": "Europe/Berlin", "starts_on": "2026-01-01"}
    )
    for number in range(1, random.randint(2, 6)):
        at += timedelta(minutes=random.randint(0, 60 * 24 * 40))
        words = {**terms.words, random.choice([*terms.words]): f"words {random.randint(0, 3)}"}
        until = random.choice([None, (at.date() + timedelta(days=28)).isoformat()])
        author = random.choice([ANA, BEN])
        version = Version(
            number=number,
            author_id=author,
            words=words,
            settings={**terms.settings, "trial_until": until},
            names={"author": "Ana", "other": "Ben"},
            zone=random.choice(["Europe/Berlin", "Asia/Shanghai"]),
            renews_id=number - 1 if number > 1 and random.random() < 0.3 else None,
            created_at=at,
        )
        said = [(author, at), (ANA + BEN - author, at + timedelta(minutes=random.randint(0, 3000)))]
        names = {ANA: "Ana", BEN: "Ben"}
        found.append((version, [Consent(user_id=who, name=names[who], given_at=when) for who, when in said]))
    return agreement, found


def told(agreement, accepted):
    return [
        (
            entry.on,
            entry.version,
            entry.suggested_by,
            [sorted(change.fields) for change in entry.changes.changes] if entry.changes else entry.letter.terms,
            [(f"{change.old}", f"{change.new}") for change in entry.changes.changes] if entry.changes else (),
        )
        for entry in story_of(agreement, accepted)
    ]


def test_two_hundred_histories_are_the_same_for_both_in_both_languages():
    random = Random(14)
    for _history in range(200):
        agreement, accepted = by_chance(random)
        read = {}
        for language in ("en", "zh-hans"):
            with translation.override(language):
                for zone in ("Europe/Berlin", "Pacific/Auckland"):
                    with timezone.override(zone):
                        read[language, zone] = told(agreement, accepted)
            assert read[language, "Europe/Berlin"] == read[language, "Pacific/Auckland"], (
                "whoever reads it, word for word"
            )
        dated = [[entry[:4] for entry in each] for each in read.values()]
        assert all(each == dated[0] for each in dated), "the same days, versions and changes in either language"
        assert len(dated[0]) == len(accepted)
