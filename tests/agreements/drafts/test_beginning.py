"""Looking costs nothing: a template opens as a letter, and a row is made by what is kept or sent of it."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from agreements.drafts import verbs as drafts
from agreements.drafts.models import Draft
from agreements.kinds.base import kind_named
from agreements.letters import consent
from agreements.letters.consent import Changed
from agreements.letters.models import Agreement, PrivateLine
from tests.agreements.drafts.test_keeping_drafts import Fields
from tests.helpers import factories

pytestmark = pytest.mark.django_db
BEGIN = "/agreements/drafts/"
RULE = {"kind": "response_rule", "starter": "rr_unread"}


def opened(client, **query):
    """Return what the browser would send of the page, untouched."""
    page = client.get(BEGIN, query)
    assert page.status_code == 200
    return Fields(page.content.decode()).values


def test_opening_every_template_stores_nothing_and_shows_its_letter(pair, alice_client):
    for kind in ("rhythm", "cool_down", "response_rule"):
        for starter in kind_named(kind).starters:
            html = alice_client.get(BEGIN, {"kind": kind, "starter": starter.name}).content.decode()
            assert '<div class="letter">' in html
            assert "Send it to" in html
    blank = alice_client.get(BEGIN, {"kind": "response_rule"}).content.decode()
    assert "Send it to" not in blank, "with something missing there is nothing to send"
    assert not Draft.objects.exists()
    assert alice_client.get(BEGIN, {"kind": "marriage"}).status_code == 302


def test_what_is_sent_is_what_was_shown_and_no_copy_is_made(pair, alice_client):
    typed = opened(alice_client, **RULE)
    for _ in range(2):
        assert alice_client.post(BEGIN, {**typed, "action": "send"}).url == "/today/"
    agreement = Agreement.objects.with_words().get()
    assert agreement.proposal.words["please"] == "send me one line once you see it, even “later”"
    assert not Draft.objects.exists()


def test_the_same_template_sent_from_another_tab_is_one_letter(pair, alice_client):
    tabs = [opened(alice_client, **RULE) for _ in range(2)]
    assert tabs[0]["submission"] != tabs[1]["submission"]
    for typed in tabs:
        alice_client.post(BEGIN, {**typed, "action": "send"})
    first = Agreement.objects.get()
    consent.decline(first, pair.bob_seat, 1, timezone.now())
    alice_client.post(BEGIN, {**opened(alice_client, **RULE), "action": "send"})
    assert Agreement.objects.count() == 2, "once it is answered, it can be sent anew"


def test_what_was_changed_is_read_over_before_it_goes(pair, alice_client):
    typed = opened(alice_client, **RULE) | {"please": "call me", "coping_line": "it will pass"}
    for _ in range(2):
        leads_to = alice_client.post(BEGIN, {**typed, "action": "send"}).url
    draft = Draft.objects.get()
    assert leads_to == f"{BEGIN}{draft.pk}/"
    assert (draft.words["please"], draft.coping_line) == ("call me", "it will pass")
    assert not Agreement.objects.exists()
    alice_client.post(f"{leads_to}send/")
    assert PrivateLine.objects.get().words == "it will pass"


def test_an_untouched_draft_is_used_again(pair, alice, alice_client):
    for _ in range(3):
        alice_client.post(BEGIN, {**opened(alice_client, **RULE), "action": "keep"})
    assert Draft.objects.count() == 1
    alice_client.post(BEGIN, {**opened(alice_client, **RULE), "please": "call me", "action": "keep"})
    assert Draft.objects.count() == 2


def test_a_draft_comes_to_be_by_what_is_kept_first_and_once(pair):
    """For pages that keep themselves while they are written: one page, one draft, none after it was sent."""
    now, kind, submission = timezone.now(), kind_named("response_rule"), uuid.uuid4()

    def kept(please):
        terms = factories.terms("response_rule", pair.alice, please=please)
        return drafts.keep_new(pair.alice, drafts.NewLetter(kind, terms, "", submission), now)

    assert kept("one").pk == kept("one word").pk == Draft.objects.get().pk
    assert Draft.objects.get().words["please"] == "one word"
    terms = factories.terms("response_rule", pair.alice, please="one word")
    drafts.send_new(pair.alice_seat, drafts.NewLetter(kind, terms, "", submission), now)
    assert not Draft.objects.exists()
    with pytest.raises(drafts.Gone):
        kept("too late")


def test_a_page_that_sends_its_template_deletes_no_other_words(pair, alice_client):
    """The page was left for its draft, which was written on; then somebody went back to it and sent it as it began."""
    typed = opened(alice_client, **RULE)
    draft = alice_client.post(BEGIN, {**typed, "action": "look"}).url
    written = Draft.objects.get()
    drafts.keep_draft(
        written, factories.terms("response_rule", pair.alice, please="all my words"), None, timezone.now()
    )
    assert alice_client.post(BEGIN, {**typed, "action": "send"}).url == "/today/"
    assert Draft.objects.get().words["please"] == "all my words"
    assert alice_client.get(draft).status_code == 200


def test_what_is_begun_keeps_itself_from_the_first_change_on(pair, alice_client, bob_client):
    typed = opened(alice_client, **RULE)
    for please in ("", "call", "call me"):
        said = alice_client.post(f"{BEGIN}keep/", {**typed, "please": please}).content.decode()
        assert "Kept. Only you can read it." in said
        assert "initial-please" not in said, "it still counts as changed, and is read over before it goes"
    draft = Draft.objects.get()
    assert (draft.words["please"], draft.words["when"]) == ("call me", typed["when"])
    leads_to = alice_client.post(BEGIN, {**typed, "please": "call me", "action": "send"}).url
    assert leads_to == f"{BEGIN}{draft.pk}/"
    assert not Agreement.objects.exists()
    wrong = alice_client.post(f"{BEGIN}keep/", {**typed, "within_minutes": "-5"}).content.decode()
    assert "Not kept yet: " in wrong
    assert Draft.objects.get().settings["within_minutes"] == 240
    alice_client.post(f"{leads_to}send/")
    assert "Not kept yet: " in alice_client.post(f"{BEGIN}keep/", typed).content.decode()
    assert not Draft.objects.exists()
    assert alice_client.post(f"{BEGIN}keep/", {"kind": "marriage"}).status_code == 404


def test_a_person_alone_keeps_it_and_goes_on_to_the_invitation(charlie, charlie_client):
    typed = opened(charlie_client, kind="rhythm", starter="rh_weekly")
    assert charlie_client.post(BEGIN, {**typed, "action": "invite"}).url == "/invite/"
    assert charlie_client.post(BEGIN, {**typed, "action": "send"}).url == f"{BEGIN}{Draft.objects.get().pk}/"


def test_of_a_kind_that_two_have_once_the_one_is_offered_to_be_opened(pair, bob_client):
    typed = opened(bob_client, kind="cool_down", starter="cd_usual")
    one = factories.agreed_cool_down(pair)
    for path in ("/agreements/", f"{BEGIN}?kind=cool_down&starter=cd_usual"):
        html = bob_client.get(path).content.decode()
        assert "You have one: open it" in html
        assert f"/agreements/{one.pk}/" in html
        assert "kind=cool_down" not in html
        assert "Send it to" not in html
    late = bob_client.post(BEGIN, {**typed, "action": "send"})
    assert late.status_code == 400
    assert "suggest a change instead" in late.content.decode()
    assert "A short pause" not in late.content.decode()


def test_a_page_from_an_earlier_connection_sends_nothing(pair, alice_client):
    typed = opened(alice_client, **RULE)
    pair.left()
    factories.connected_couple(factories.person("Dana"), type(pair.alice).objects.get(pk=pair.alice.pk))
    page = alice_client.post(BEGIN, {**typed, "action": "send"})
    assert page.status_code == 400
    assert "earlier time together" in page.content.decode()
    assert not Agreement.objects.filter(couple=factories.pair_of(pair.alice).couple).exists()


def test_what_was_sent_in_an_earlier_couple_is_not_reached_from_another(pair):
    now, submission = timezone.now(), uuid.uuid4()
    terms = factories.terms("response_rule", pair.alice)
    letter = drafts.NewLetter(kind_named("response_rule"), terms, "mine", submission)
    drafts.send_new(pair.alice_seat, letter, now)
    lines = PrivateLine.objects.count()
    pair.left()
    other = factories.connected_couple(factories.person("Dana"), type(pair.alice).objects.get(pk=pair.alice.pk))
    with pytest.raises(Changed):
        drafts.send_new(other.bob_seat, letter, now)
    assert PrivateLine.objects.count() == lines


def test_several_letters_are_sent_together_and_all_or_none(pair, alice_client, bob_client):
    ready = [factories.draft(pair.alice, kind) for kind in ("cool_down", "rhythm", "response_rule")]
    factories.draft(pair.alice, please="")
    html = alice_client.get("/agreements/drafts/send/").content.decode()
    assert html.count('name="draft"') == 3, "what is not finished is not among them"
    shown = [f"{draft.pk}:{draft.revision}" for draft in ready]
    drafts.keep_draft(ready[0], factories.terms("cool_down", pair.alice, word="tea"), None, timezone.now())
    stale = alice_client.post("/agreements/drafts/send/", {"draft": shown})
    assert (stale.status_code, Agreement.objects.count()) == (400, 0)
    assert "was changed since" in stale.content.decode()
    shown[0] = f"{ready[0].pk}:{Draft.objects.get(pk=ready[0].pk).revision}"
    assert alice_client.post("/agreements/drafts/send/", {"draft": shown}).url == "/today/"
    assert (Agreement.objects.count(), Draft.objects.count()) == (3, 1)
    # On Bob's page each has its own three answers; one answered leads on to the others.
    page = bob_client.get("/agreements/to-answer/").content.decode()
    assert page.count("/accept/") == page.count("/other-words/") == page.count("/decline/") == 3
    for agreement in Agreement.objects.with_words().order_by("created_at"):
        fields = Fields(page[page.index(f"/agreements/{agreement.pk}/accept/") :].partition("</form>")[0]).values
        last = bob_client.post(f"/agreements/{agreement.pk}/accept/", fields)
    assert Agreement.objects.now_in_force(timezone.now()).count() == 3
    assert last.url == f"/today/?agreed={agreement.pk}"
    assert bob_client.get("/agreements/to-answer/").status_code == 302


def test_a_second_cool_down_is_refused_and_stays_a_draft(pair, bob, bob_client):
    factories.agreed_cool_down(pair)
    draft = factories.draft(bob, "cool_down")
    html = bob_client.post(f"/agreements/drafts/{draft.pk}/send/", follow=True).content.decode()
    assert "suggest a change instead" in html
    assert Draft.objects.exists()


def test_sending_without_a_partner_keeps_the_draft(charlie, charlie_client):
    draft = factories.draft(charlie)
    assert charlie_client.post(f"/agreements/drafts/{draft.pk}/send/").status_code == 403
    assert Draft.objects.exists()
