"""The templates' pages: found by words, by kind, by what they are about; from each, one way to the same draft."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from agreements.drafts.models import Draft
from agreements.kinds.base import all_kinds, kind_named
from agreements.letters.models import Agreement
from agreements.starters.showing import every_starter, starter_seen
from reminders.models import Reminder
from tests.helpers import factories
from tests.helpers.codes import code_in
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
ALL = "/agreements/templates/"


def text(client: Client, path: str, status: int = 200) -> str:
    page = client.get(path)
    assert page.status_code == status
    return page.content.decode()


def listed(html: str) -> list[str]:
    return re.findall(rf'href="{ALL}([a-z_]+)/"', html)


def test_all_of_them_stand_on_one_page(alice_client: Client) -> None:
    html = text(alice_client, ALL)
    assert listed(html) == [seen.name for seen in every_starter()]
    assert all(f">{escape(seen.title)}<" in html for seen in every_starter())
    unfolded = re.sub(r"<details.*?</details>", "", html, flags=re.DOTALL)
    assert all(1 < sum(name in listed(unfolded) for name in names(kind)) <= 3 for kind in all_kinds())


def names(kind: Any) -> list[str]:
    return [starter.name for starter in kind.starters]


def test_what_narrows_stays_while_one_searches_and_leads_back(alice_client: Client) -> None:
    html = text(alice_client, f"{ALL}?kind=response_rule&trigger=argument")
    assert listed(html) == ["rr_silence_after_argument", "rr_fear_you_go"]
    assert '<input type="hidden" name="kind" value="response_rule">' in html
    assert '<input type="hidden" name="trigger" value="argument">' in html
    assert f'href="{ALL}?kind=response_rule" aria-current="true"' in html, "the chosen one leads back"
    found = text(alice_client, f"{ALL}?kind=response_rule&trigger=argument&words=word")
    assert listed(found) == ["rr_silence_after_argument"]
    assert f'href="{ALL}?words=word&amp;kind=response_rule&amp;trigger=cold_tone"' in found
    assert "trigger=money" not in found, "what leads nowhere is not offered"


def test_what_finds_nothing_says_how_to_go_on(alice_client: Client) -> None:
    for query in ("?words=unicorn", "?kind=rhythm&trigger=the_past"):
        html = text(alice_client, ALL + query)
        assert listed(html) == []
        assert f'class="button" href="{ALL}"' in html
    assert "“<bdi>&lt;unicorn&gt;</bdi>”" in text(alice_client, f"{ALL}?words=%3Cunicorn%3E")


@pytest.mark.parametrize("query", ["?kind=marriage", "?trigger=weather", "?kind=&trigger=&words=+", "?x=y"])
def test_what_is_no_choice_narrows_nothing(alice_client: Client, query: str) -> None:
    assert len(listed(text(alice_client, ALL + query))) == len(every_starter())


def test_too_long_a_search_is_told(alice_client: Client) -> None:
    assert "There is room for at most 60 characters" in text(alice_client, f"{ALL}?words={'x' * 61}")


def test_one_begins_with_all_of_it_and_two_taps_make_one_draft(pair: Pair, alice_client: Client) -> None:
    html = text(alice_client, f"{ALL}cd_late/")
    assert "This is the letter as" in html
    assert not Draft.objects.exists(), "looking stores nothing"
    submission = re.search(r'name="submission" value="([^"]+)"', html)
    assert submission
    tap = {"submission": submission[1]}
    leads_to = {alice_client.post(f"{ALL}cd_late/", tap).headers["Location"] for _ in range(2)}
    draft = Draft.objects.get()
    assert leads_to == {f"/agreements/drafts/{draft.pk}/"}
    assert (draft.settings["triggers"], draft.settings["minutes"]) == (["tired", "argument"], 720)
    assert draft.words["word"] == "tomorrow"
    alice_client.post(f"{ALL}cd_late/", {"submission": str(uuid.uuid4())})
    assert Draft.objects.count() == 1, "one that says just the same is used again"
    alice_client.post(f"/agreements/drafts/{draft.pk}/send/")
    late = alice_client.post(f"{ALL}cd_late/", tap, follow=True).content.decode()
    assert "This draft is not here any more" in late
    assert (Draft.objects.count(), Agreement.objects.count()) == (0, 1)


def test_what_both_read_says_what_it_is_about_and_keeps_the_private_line_apart(
    pair: Pair, alice_client: Client, bob_client: Client
) -> None:
    line = kind_named("response_rule").starters[0].values["coping_line"]
    leads_to = alice_client.post(f"{ALL}rr_unread/").headers["Location"]
    assert line in text(alice_client, leads_to)
    alice_client.post(f"{leads_to}send/")
    letter = text(bob_client, f"/agreements/{Agreement.objects.get().pk}/")
    assert "It has to do with" in letter
    assert "unread message" in letter
    assert line not in letter


def test_every_way_leads_to_the_same(pair: Pair, alice_client: Client) -> None:
    """From the list of agreements by a kind, from what it is about, from a search."""
    begin = text(alice_client, "/agreements/")
    assert f'href="{ALL}"' in begin
    for page in (f"{ALL}?kind=cool_down", f"{ALL}?trigger=argument", f"{ALL}?words=pause"):
        assert page in begin or "kind" not in page
        assert "cd_usual" in listed(text(alice_client, page))


def test_of_what_two_have_once_the_one_is_opened(pair: Pair, alice_client: Client) -> None:
    one = factories.agreed_cool_down(pair)
    html = text(alice_client, f"{ALL}cd_usual/")
    assert f'class="button" href="/agreements/{one.pk}/"' in html
    assert "Start from this" not in html


def test_who_is_alone_begins_as_well(charlie_client: Client) -> None:
    leads_to = charlie_client.post(f"{ALL}rh_weekly/").headers["Location"]
    assert "Next: invite your partner" in text(charlie_client, leads_to)


# The blank page


def test_the_blank_page_needs_nothing_and_shows_nothing_of_anybodys(
    client: Client, pair: Pair, django_assert_num_queries: Any
) -> None:
    factories.agreed_response_rule(pair, please="knock twice")
    for seen in every_starter():
        with django_assert_num_queries(0):
            page = client.get(f"/templates/{seen.name}/")
        html = page.content.decode()
        assert page.status_code == 200
        assert not page.cookies
        assert page.headers["Cache-Control"] == "max-age=3600"
        assert '<meta name="robots" content="noindex">' in html
        assert "Agree once, instead of guessing." in html
        assert f"/account/signup/?next={ALL}{seen.name}/" in html
        assert not [each for each in (pair.alice.name, pair.bob.name, "knock twice", "UTC", "20:30 (") if each in html]
        assert seen.coping_line not in html or not seen.coping_line


def test_the_blank_page_leads_who_is_signed_in_to_their_own(alice_client: Client) -> None:
    page = alice_client.get("/templates/rr_unread/")
    assert "no-store" in page.headers["Cache-Control"]
    assert f'class="button" href="{ALL}rr_unread/"' in page.content.decode()


def test_a_template_that_is_none_is_not_there(client: Client, alice_client: Client) -> None:
    text(client, "/templates/rr_unicorn/", 404)
    text(alice_client, f"{ALL}rr_unicorn/", 404)
    assert alice_client.post(f"{ALL}rr_unicorn/").status_code == 404
    assert starter_seen("rr_unicorn") is None


def test_nothing_that_two_wrote_can_be_shared(pair: Pair, alice_client: Client) -> None:
    agreement = factories.agreed_response_rule(pair)
    draft = factories.draft(pair.alice)
    for path in (f"/agreements/{agreement.pk}/", f"/agreements/drafts/{draft.pk}/"):
        html = text(alice_client, path)
        assert "data-share" not in html
        assert "/templates/" not in html


def test_signing_up_from_a_blank_page_leads_to_it_as_a_letter_of_ones_own(client: Client) -> None:
    start = re.search(r'href="(/account/signup/[^"]+)"', text(client, "/templates/rr_unread/"))
    assert start
    path, _, then = start[1].partition("?next=")
    assert f'value="{then}"' in text(client, start[1])
    client.post(path, {**factories.NEW, "email": "zoe@example.org", "next": then})
    code = code_in(Reminder.objects.get(kind="account_mail").payload["text"])
    page = client.post("/account/confirm-email/", {"code": code}, follow=True)
    assert page.redirect_chain == [(f"{ALL}rr_unread/", 302)]
    html = page.content.decode()
    assert "Start from this" in html
    assert "3 of 4" in html


def test_nobody_has_to_empty_somebody_elses_words_first(alice_client: Client) -> None:
    html = text(alice_client, ALL)
    begun_blank = set(re.findall(r'href="/agreements/drafts/\?kind=([a-z_]+)"', html))
    # How a talk comes and how a pause goes are numbers that somebody has thought about.
    assert begun_blank == {kind.name for kind in all_kinds()} - {"rhythm", "cool_down"}
    for name in ("ritual", "responsibility", "own_time"):
        assert '<textarea name="what"' in text(alice_client, f"/agreements/drafts/?kind={name}")
