"""Looking again at what is tried: two sealed answers, and what they come to."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.utils import translation

from agreements.drafts.again import begin_again
from agreements.drafts.models import Draft
from agreements.drafts.verbs import send_draft
from agreements.kinds.terms import Terms
from agreements.letters import consent
from agreements.letters.ending import close_all_over
from agreements.letters.showing import whole_agreement, whole_agreements
from agreements.trials.longer import LongEnough, NotLonger, TooLong
from agreements.trials.models import TrialAnswer
from agreements.trials.reminders import TRIAL, TRIAL_ENDS, TRIAL_OVER
from agreements.trials.verbs import Said, answer_trial, try_first
from basics.refusals import Refusal
from couples.seats.leaving import leave
from reminders.models import Notice, Reminder, State
from tests.agreements.trials.reading import page_of, text_of
from tests.helpers import factories
from tests.helpers.factories import fresh

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
UNTIL, OVER = date(2026, 3, 1), datetime(2026, 3, 1, 23, tzinfo=UTC)
SOON = datetime(2026, 2, 27, 12, tzinfo=UTC)
OTHER_WORDS = Terms({"please": "SEALED-CANARY"}, {})


@pytest.fixture
def tried(pair):
    """A rule by Alice that both try until 1 March."""
    return factories.agreed_response_rule(pair, NOW, trial_until=UNTIL)


def say(agreement, seat, answer, now=SOON, number=1):
    terms = OTHER_WORDS if answer == "change" else Terms()
    return answer_trial(agreement, seat, number, Said(answer, terms), now)


def seen(agreement, seat, now=SOON):
    return whole_agreement(whole_agreements(seat).get(pk=agreement.pk), seat, now)


PAGES = ("/today/", "/agreements/", "/agreements/{}/", "/agreements/{}/review/", "/notices/")


@time_machine.travel(SOON, tick=False)
def test_nothing_the_other_reads_depends_on_what_one_said(pair, tried):
    paths = [path.format(tried.pk) for path in PAGES] + [
        f"/api/v1/agreements/{tried.pk}/{each}" for each in ("", "review/")
    ]
    his = factories.signed_in(None, pair.bob)
    before = [page_of(pair.bob, path, his) for path in paths]
    assert [status for status, _html in before] == [200] * len(paths)
    rows = list(Reminder.objects.filter(user=pair.bob).values())
    for answer in ("keep", "longer", "change", "let_go"):
        assert not say(tried, pair.alice_seat, answer)
        assert [page_of(pair.bob, path, his) for path in paths] == before, answer
        assert list(Reminder.objects.filter(user=pair.bob).values()) == rows
    mine = text_of(page_of(pair.alice, f"/agreements/{tried.pk}/review/")[1])
    assert "Yours is in: Let it go" in mine
    assert "Something to look at by Sunday" in text_of(before[0][1])
    assert "Something to look at" not in text_of(page_of(pair.alice, "/today/")[1])


OUTCOMES = {
    **dict.fromkeys(itertools.product(["let_go"], ["keep", "longer", "change", "let_go"]), None),
    ("keep", "keep"): (True, None),
    ("keep", "longer"): (True, date(2026, 3, 29)),
    ("longer", "longer"): (True, date(2026, 3, 29)),
    ("keep", "change"): (True, date(2026, 3, 29)),
    ("longer", "change"): (True, date(2026, 3, 29)),
    ("change", "change"): (True, date(2026, 3, 29)),
}


def test_what_two_answers_come_to_whoever_gives_them(pair):
    seats = (pair.alice_seat, pair.bob_seat)
    for said in [*OUTCOMES, *((b, a) for a, b in OUTCOMES if a != b)]:
        expected = OUTCOMES.get(said, OUTCOMES.get(said[::-1]))
        for order in (1, -1) if "change" in said else (1,):
            come_to(pair, said, expected, [*zip(seats, said, strict=True)][::order])


def come_to(pair, said, expected, in_order):
    tried, drafts = factories.agreed_response_rule(pair, NOW, trial_until=UNTIL), Draft.objects.count()
    assert [say(tried, seat, each) for seat, each in in_order] == [False, True]
    assert not TrialAnswer.objects.exists(), "what was opened is nowhere kept"
    agreement, mine, theirs = fresh(tried), seen(tried, pair.alice_seat), seen(tried, pair.bob_seat)
    if expected is None:
        assert (agreement.ended_at, agreement.tried_until, agreement.news_for) == (SOON, date(2026, 2, 27), None), said
        assert mine.tried_until == theirs.tried_until
    else:
        assert (agreement.is_in_force, agreement.in_force.trial_until) == expected, said
        assert agreement.in_force.words == tried.in_force.words
        assert agreement.in_force.consents.count() == 2
        assert agreement.tried_since == (NOW if expected[1] else None)
        assert mine.kept_on == theirs.kept_on == date(2026, 2, 27)
        assert mine.in_force.is_mine, "they stay the words of who suggested them"
    is_sent = "change" in said and expected is not None
    assert (agreement.proposal is not None) == is_sent, said
    if is_sent:
        assert agreement.proposal.words["please"] == "SEALED-CANARY"
        assert agreement.proposal.trial_until == date(2026, 3, 29), "as long as the old words run on"
        assert agreement.proposal.author == (pair.alice if said[0] == "change" else pair.bob)
    assert Draft.objects.count() - drafts == said.count("change") - is_sent, "what was not sent is its writer's"


def test_what_nobody_opened_is_deleted_and_a_change_comes_back_to_its_writer(pair, tried):
    say(tried, pair.bob_seat, "change")
    assert close_all_over(OVER) == 1
    assert not TrialAnswer.objects.exists()
    draft = Draft.objects.get()
    assert (draft.author, draft.words["please"]) == (pair.bob, "SEALED-CANARY")
    assert (draft.words["feel"], draft.settings["trial_until"]) == ("", None), "her feelings are none of his words"
    with pytest.raises(consent.Changed):
        say(tried, pair.alice_seat, "keep", OVER)


def test_a_letter_that_is_open_when_the_trial_runs_out_comes_back_to_its_writer(pair, tried):
    factories.amended(tried, pair.alice_seat, SOON, please="OPEN-LETTER")
    with pytest.raises(consent.Changed):
        say(tried, pair.bob_seat, "keep")
    close_all_over(OVER)
    assert Draft.objects.get().words["please"] == "OPEN-LETTER"
    assert Draft.objects.get().words["feel"], "her own words are"


def test_other_words_leaving_and_ending_let_go_of_what_was_said(pair, tried):
    say(tried, pair.alice_seat, "keep")
    letter = factories.amended(tried, pair.bob_seat, SOON, please="something else")
    assert TrialAnswer.objects.count() == 1, "a letter may still be put aside"
    consent.decline(letter, pair.alice_seat, 2, SOON)
    assert say(tried, pair.bob_seat, "keep"), "and then it goes on"
    with pytest.raises(consent.Changed):
        say(tried, pair.bob_seat, "let_go")
    other = factories.agreed_cool_down(pair, NOW, trial_until=UNTIL)
    say(other, pair.alice_seat, "let_go")
    letter = factories.amended(other, pair.bob_seat, SOON, minutes=45)
    consent.accept(letter, pair.alice_seat, 2, SOON)
    assert not TrialAnswer.objects.exists(), "it was about other words"
    say(other, pair.bob_seat, "keep", number=2)
    leave(pair.alice_seat, SOON)
    assert not TrialAnswer.objects.exists()
    assert not Reminder.objects.filter(subject__startswith="trial:", state=State.PENDING).exists()


def test_a_year_in_all_is_the_longest(pair, tried):
    number: int = 1
    until: Any = UNTIL
    while until < date(2027, 2, 1):
        near = datetime.combine(until, datetime.min.time(), UTC)
        say(tried, pair.alice_seat, "longer", near, number)
        say(tried, pair.bob_seat, "keep", near, number)
        number, until = number + 1, fresh(tried).in_force.trial_until
    assert until == date(2027, 2, 1)
    with pytest.raises(LongEnough):
        say(tried, pair.bob_seat, "longer", datetime(2027, 2, 1, 12, tzinfo=UTC), number)


def test_yes_but_for_four_weeks_is_one_tap_and_nothing_before_its_writer_agrees(pair):
    with time_machine.travel(NOW, tick=False):
        letter = factories.proposed_rule(pair, NOW)
        client = factories.signed_in(None, pair.bob)
        page = client.get(f"/agreements/{letter.pk}/").content.decode()
        assert "Yes, but try it for four weeks" in page
        version = page.partition('name="version" value="')[2].partition('"')[0]
        sent = {"version": version, "submission": "5f7c3c0a-8a3e-4f9d-9a55-7d1b7c6f2b11"}
        for _tap in range(2):
            assert client.post(f"/agreements/{letter.pk}/try/", sent).status_code == 302
        assert not fresh(letter).is_in_force
        assert fresh(letter).proposal.trial_until == UNTIL
        mine = text_of(page_of(pair.alice, f"/agreements/{letter.pk}/")[1])
        assert "We try this until 1 March." in mine
        assert "Yes, but try it for four weeks" not in mine, "it names a day already"
    assert consent.accept(letter, pair.alice_seat, 2, NOW)
    assert fresh(letter).ends_at == OVER
    with pytest.raises(consent.Changed):
        try_first(letter, pair.bob_seat, 1, Said("keep").submission, NOW)


def test_both_are_told_three_days_before_on_their_own_morning_and_at_its_end(pair):
    pair.bob.time_zone = "Asia/Shanghai"
    pair.bob.save()
    tried = factories.agreed_response_rule(pair, NOW, trial_until=UNTIL)
    rows = Reminder.objects.filter(subject=TRIAL.of(tried.pk))
    near = dict(rows.filter(kind="trial_ends", channel="in_app").values_list("user", "due_at"))
    assert near == {
        pair.alice.pk: datetime(2026, 2, 26, 8, tzinfo=UTC),
        pair.bob.pk: datetime(2026, 2, 26, 1, tzinfo=UTC),
    }
    over = rows.filter(kind="trial_over")
    assert set(over.values_list("user", "channel", "due_at")) == {
        (pair.alice.pk, "in_app", OVER),
        (pair.bob.pk, "in_app", OVER),
    }
    asked = list(rows.filter(kind="trial_ends", channel="in_app").order_by("pk"))
    assert not TRIAL_ENDS.decide(asked, SOON)
    say(tried, pair.alice_seat, "keep")
    dropped = TRIAL_ENDS.decide(asked, SOON)
    assert [row.user_id for row in asked if row.pk in dropped] == [pair.alice.pk], "one's own answer, and no other"
    assert len(TRIAL_ENDS.decide(asked, OVER)) == 2
    notices = [
        Notice(pk=1, kind=kind, subject=TRIAL.of(tried.pk), occurrence="version:1", user=pair.bob) for kind in ("x",)
    ]
    assert "Something to look at by Sunday" in TRIAL_ENDS.lines(notices, SOON)[1].text
    assert not TRIAL_OVER.lines(notices, SOON)
    assert "You tried this until 1 March" in TRIAL_OVER.lines(notices, OVER)[1].text
    with translation.override("zh-hans"):
        assert "周日前可以看一眼" in TRIAL_ENDS.lines(notices, SOON)[1].text
        assert TRIAL_ENDS.plain(asked[0], SOON).subject == "周日前可以看一眼"
    say(tried, pair.bob_seat, "let_go")
    assert not rows.filter(kind="trial_ends", state=State.PENDING).exists()
    assert set(rows.filter(state=State.PENDING).values_list("user", "due_at")) == {
        (pair.alice.pk, SOON),
        (pair.bob.pk, SOON),
    }
    let_go = [Notice(pk=1, subject=TRIAL.of(tried.pk), occurrence="version:1:let_go", user=pair.bob)]
    assert "You tried this until 27 February" in TRIAL_OVER.lines(let_go, SOON)[1].text


@time_machine.travel(SOON, tick=False)
def test_the_page_takes_an_answer_and_a_change_and_refuses_what_is_none(pair, tried):
    client, there = factories.signed_in(None, pair.alice), f"/agreements/{tried.pk}/review/"
    page = client.get(there).content.decode()
    assert [page.count(f'value="{name}"') for name in ("keep", "longer", "let_go", "change")] == [1, 1, 1, 0]
    version = page.partition('name="version" value="')[2].partition('"')[0]
    assert client.post(there, {"version": version, "answer": "perhaps"}).status_code == 302
    assert not TrialAnswer.objects.exists()
    assert client.post(there, {"version": version, "answer": "keep"}).headers["Location"] == there
    values = factories.typed_terms("response_rule", pair.alice, please="SEALED-CANARY", trial_until=UNTIL)
    unchanged = client.post(f"{there}change/", {**tried.in_force.terms.values, "based_on": version})
    assert unchanged.status_code == 400
    assert client.post(f"{there}change/", {**values, "based_on": version}).headers["Location"] == there
    assert TrialAnswer.objects.get().answer == "change"
    assert "SEALED-CANARY" in client.get(there).content.decode()
    assert "SEALED-CANARY" not in page_of(pair.bob, there)[1]
    say(tried, pair.bob_seat, "keep")
    assert client.post(there, {"version": version, "answer": "let_go"}).headers["Location"] == there
    assert client.get(there).headers["Location"] == f"/agreements/{tried.pk}/", "a letter waits now"
    assert fresh(tried).is_in_force
    other = factories.agreed_cool_down(pair, NOW)
    assert client.get(f"/agreements/{other.pk}/review/").headers["Location"] == f"/agreements/{other.pk}/", (
        "it is not tried"
    )


def test_who_did_not_begin_it_changes_no_words_of_the_others(pair, tried):
    with pytest.raises(Refusal):
        answer_trial(tried, pair.bob_seat, 1, Said("change", Terms({"feel": "nothing"}, {})), SOON)
    with pytest.raises(consent.Unchanged):
        answer_trial(tried, pair.bob_seat, 1, Said("change", Terms()), SOON)


def test_either_begins_again_with_the_words_of_what_has_ended_in_words_of_their_own(pair, tried):
    ids = [Said("keep").submission for _each in "ab"]
    with pytest.raises(consent.Changed):
        begin_again(tried, pair.bob_seat, ids[0], SOON)
    his, hers = (
        begin_again(tried, seat, one, OVER) for seat, one in zip((pair.bob_seat, pair.alice_seat), ids, strict=True)
    )
    assert begin_again(tried, pair.bob_seat, ids[0], OVER) == his, "a second tap makes no second draft"
    assert (his.words["please"], his.words["feel"]) == (tried.in_force.words["please"], "")
    assert hers.words == tried.in_force.words
    assert hers.settings["trial_until"] is None
    again = send_draft(pair.alice_seat, hers.pk, OVER)
    assert fresh(again).began_from == tried
    assert not fresh(tried).is_in_force, "the old one stays over"
    page = text_of(page_of(pair.bob, f"/agreements/{tried.pk}/")[1])
    assert "Begin again with these words" in page
    assert "Begin again with these words" in text_of(page_of(pair.alice, f"/agreements/{tried.pk}/")[1])


@time_machine.travel(SOON, tick=False)
def test_how_much_longer_is_chosen_or_named_and_the_later_day_of_two_counts(pair, tried):
    client, there = factories.signed_in(None, pair.alice), f"/agreements/{tried.pk}/review/"
    page = client.get(there).content.decode()
    assert "If longer, until Sunday 29 Mar" in text_of(page)
    assert 'value="2026-03-29"' in page
    assert "Until one of us ends it" not in page, "that is to keep it"
    version = page.partition('name="version" value="')[2].partition('"')[0]
    longer = {"version": version, "answer": "longer", "longer_until_choice": "other"}
    for typed, problem in {
        "2026-02-31": "Choose the day.",
        "": "Choose the day.",
        "2026-03-01": "You try it until then anyway. Choose a later day.",
        "2027-02-02": "A year in all is the longest. Choose a nearer day.",
    }.items():
        answer = client.post(there, {**longer, "longer_until": typed})
        assert (answer.status_code, problem in answer.content.decode()) == (400, True), typed
        assert not typed or f'value="{typed}"' in answer.content.decode(), "what was typed stays"
    assert client.post(there, {**longer, "longer_until": "2026-04-19"}).headers["Location"] == there
    assert "Until Sunday 19 Apr" in text_of(client.get(there).content.decode())
    for day, refusal in {UNTIL: NotLonger, date(2027, 2, 2): TooLong}.items():
        with pytest.raises(refusal):
            answer_trial(tried, pair.bob_seat, 1, Said("longer", longer_until=day), SOON)
    assert answer_trial(tried, pair.bob_seat, 1, Said("longer", longer_until=date(2026, 3, 15)), SOON)
    assert fresh(tried).in_force.trial_until == date(2026, 4, 19)
