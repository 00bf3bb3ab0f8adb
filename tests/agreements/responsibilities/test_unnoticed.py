"""What nobody notices yet: both's at once, taken up as a letter, and gone once that is agreed."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.drafts.models import Draft
from agreements.drafts.verbs import send_draft
from agreements.letters import consent
from agreements.responsibilities.models import Unnoticed
from agreements.responsibilities.showing import unnoticed_of
from agreements.responsibilities.unnoticed import (
    MOST_LINES,
    EnoughLines,
    LetterOnItsWay,
    take_away,
    take_up,
    write_down,
)
from basics.keeping import what_stays
from couples.seats.leaving import NotConnected
from tests.agreements.responsibilities.conftest import NOW
from tests.helpers import factories

pytestmark = pytest.mark.django_db
PAGE = "/responsibilities/"
LATER = NOW + timedelta(minutes=1)


def lines(seat):
    return [line.words for line in unnoticed_of(seat, NOW)]


def test_either_writes_and_both_see_it_at_once_without_who_wrote_it(pair, alice_client, bob_client):
    key = uuid.uuid4()
    for _ in range(2):
        sent = alice_client.post(PAGE, {"words": "The bins\non Mondays", "submission": key})
        assert (sent.status_code, sent.url) == (302, PAGE)
    assert lines(pair.alice_seat) == lines(pair.bob_seat) == ["The bins on Mondays"]
    page = bob_client.get(PAGE).content.decode()
    row = page[page.index('<li class="topic">') : page.index("</li>", page.index('<li class="topic">'))]
    assert "The bins on Mondays" in row
    assert "Alice" not in row


@pytest.mark.parametrize(
    ("words", "said"), [("", "Please fill this in."), (" \n", "Please fill this in."), ("x" * 141, "at most 140")]
)
def test_what_is_wrong_is_said_and_stays_in_the_field(pair, alice_client, words, said):
    answer = alice_client.post(PAGE, {"words": words})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert words.strip() in answer.content.decode()


def test_there_are_twenty_at_most(pair):
    for number in range(MOST_LINES):
        factories.unnoticed((pair.alice_seat, pair.bob_seat)[number % 2], f"corner {number}", NOW)
    with pytest.raises(EnoughLines):
        factories.unnoticed(pair.bob_seat, "one more", NOW)


def test_each_line_has_a_draft_of_its_own_though_their_page_has_one_id(pair, alice_client):
    page, key = [factories.unnoticed(pair.alice_seat, words) for words in ("bins", "plants")], uuid.uuid4()
    for line in [*page, *page]:
        alice_client.post(f"/responsibilities/unnoticed/{line.pk}/take-up/", {"submission": key})
    drafts = Draft.objects.order_by("pk")
    assert sorted(draft.words["what"] for draft in drafts) == ["bins", "plants"]
    assert sorted(Unnoticed.objects.values_list("letters", flat=True)) == [[str(draft.pk)] for draft in drafts]


def test_either_takes_it_away(pair, alice_client, bob_client):
    line = factories.unnoticed(pair.alice_seat, now=NOW)
    strangers = factories.connected_couple(factories.person("Sam"), factories.person("Toni"))
    for stranger in (strangers.alice, factories.person("Charlie")):
        factories.signed_in(None, stranger).post(f"{PAGE}unnoticed/{line.pk}/take-away/")
    assert lines(pair.bob_seat) == ["the bins"]
    bob_client.post(f"{PAGE}unnoticed/{line.pk}/take-away/")
    assert alice_client.post(f"{PAGE}unnoticed/{line.pk}/take-away/").url == PAGE, "a second tap does nothing"
    assert lines(pair.alice_seat) == []


def test_taken_up_it_is_a_draft_of_ones_own_and_that_again(pair, alice_client, bob_client):
    line = factories.unnoticed(pair.bob_seat, "The bins", NOW)
    to = alice_client.post(f"{PAGE}unnoticed/{line.pk}/take-up/", {"submission": uuid.uuid4()}).url
    draft = Draft.objects.get(author=pair.alice)
    assert to == f"/agreements/drafts/{draft.pk}/"
    assert draft.words["what"] == "The bins"
    assert {draft.settings[part] for part in ("notice", "plan", "do")} == {"author"}
    assert "The bins" in alice_client.get(to).content.decode()
    assert alice_client.post(f"{PAGE}unnoticed/{line.pk}/take-up/").url == to, "it is used again"
    assert bob_client.post(f"{PAGE}unnoticed/{line.pk}/take-up/").url != to, "the other has one of their own"
    assert lines(pair.alice_seat) == ["The bins"], "it stays until both have agreed"


def test_it_goes_once_both_have_agreed(pair):
    line, other = factories.unnoticed(pair.bob_seat, "The bins", NOW), factories.unnoticed(pair.bob_seat, now=LATER)
    draft = take_up(pair.alice_seat, line.pk, uuid.uuid4(), NOW)
    letter = send_draft(pair.alice_seat, draft.pk, NOW)
    assert [each.letter for each in unnoticed_of(pair.bob_seat, NOW)] == [letter.pk, None]
    for seat in (pair.alice_seat, pair.bob_seat):
        with pytest.raises(LetterOnItsWay):
            take_up(seat, line.pk, uuid.uuid4(), NOW)
    consent.decline(letter, pair.bob_seat, 1, NOW)
    assert [each.letter for each in unnoticed_of(pair.bob_seat, NOW)] == [None, None], "not agreed: it stands there"
    again = send_draft(pair.bob_seat, take_up(pair.bob_seat, line.pk, uuid.uuid4(), NOW).pk, NOW)
    factories.amended(again, pair.alice_seat, NOW, enough="Once a week")
    consent.accept(again, pair.bob_seat, 2, NOW)
    assert list(Unnoticed.objects.values_list("pk", flat=True)) == [other.pk]


def test_a_letter_on_its_way_is_linked_instead(pair, alice_client):
    now = timezone.now()
    line = factories.unnoticed(pair.bob_seat, "The bins", now)
    letter = send_draft(pair.bob_seat, take_up(pair.bob_seat, line.pk, uuid.uuid4(), now).pk, now)
    page = alice_client.get(PAGE).content.decode()
    assert f"/agreements/{letter.pk}/" in page
    assert "take-up" not in page
    told = alice_client.post(f"{PAGE}unnoticed/{line.pk}/take-up/", follow=True).content.decode()
    assert "A letter about this is on its way already." in told


def test_after_leaving_both_read_it_and_neither_writes(pair):
    line = factories.unnoticed(pair.alice_seat, "The bins", NOW)
    pair.left(NOW)
    for verb in (
        lambda: write_down(pair.bob_seat, "x", uuid.uuid4(), NOW),
        lambda: take_away(pair.bob_seat, line.pk, NOW),
        lambda: take_up(pair.bob_seat, line.pk, uuid.uuid4(), NOW),
    ):
        with pytest.raises(NotConnected):
            verb()
    for seat in (pair.alice_seat, pair.bob_seat):
        assert [row.words for row in what_stays(Unnoticed, seat)] == ["The bins"]
        page = factories.signed_in(None, seat.user).get(f"/earlier/{pair.couple.pk}/").content.decode()
        assert "The bins" in page
