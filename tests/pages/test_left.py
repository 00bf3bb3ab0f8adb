"""Before leaving and after it: who keeps what, the file to take along, and the page that says so and stays."""

from __future__ import annotations

import pytest
from django.urls import reverse

from agreements.letters.models import Consent
from basics.keeping import Whose, all_keepings
from checkins.questions.models import OwnDeck
from couples.seats.showing import afterwards_said
from tests.helpers import factories

pytestmark = pytest.mark.django_db

# Who said yes stays and is told with the agreement; what a deck was called is told with nothing.
NOT_TOLD = {Consent, OwnDeck}


def test_what_is_told_is_what_is_so():
    """What stays is with somebody, what does not is closed; and nothing that holds words is left untold."""
    for keeping in all_keepings():
        whose = {each.whose for each in keeping.afterwards}
        if keeping.couple and keeping.model not in NOT_TOLD:
            assert bool(keeping.stays) is bool(whose & {Whose.MINE, Whose.BOTH}), keeping.label
            assert whose or not keeping.own_words, keeping.label


def test_the_page_before_says_it_offers_the_file_and_leaves_by_one_tap(pair, alice_client):
    page = alice_client.get("/leave/").content.decode()
    for label, words in afterwards_said():
        assert label in page
        assert words in page
    assert f'href="{reverse("export")}"' in page
    answer = alice_client.post("/leave/", {"couple": str(pair.couple.pk)}, follow=True)
    assert answer.redirect_chain == [(reverse("left", args=[pair.couple.pk]), 302)]
    assert "You two do not use Steady together any more" in answer.content.decode()


def test_the_page_after_stays_for_each_and_says_the_same_to_both(pair):
    pair.left()
    pages = []
    for person, other in ((pair.alice, "Bob"), (pair.bob, "Alice")):
        client = factories.signed_in(None, person)
        earlier = client.get(reverse("earlier_couple", args=[pair.couple.pk])).content.decode()
        address = reverse("left", args=[pair.couple.pk])
        assert address in earlier
        page = client.get(address).content.decode()
        for way_on in ("earlier_couple", "mine", "export", "help"):
            arguments = [pair.couple.pk] if way_on == "earlier_couple" else []
            assert f'href="{reverse(way_on, args=arguments)}"' in page
        main = page.partition("<main")[2].partition("</main>")[0]
        pages.append(main.replace(other, "the other"))
    assert pages[0] == pages[1], "nothing tells who left"
