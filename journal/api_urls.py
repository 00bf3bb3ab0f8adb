"""Routes of this room in the API."""

from __future__ import annotations

from django.urls import path

from journal.appreciations.api import Appreciations, OneAppreciation
from journal.letters import api as own_letters
from journal.letters import shared_api as letters
from journal.thoughts.api import OneThought, ThoughtLine, Thoughts

urlpatterns = [
    path("appreciations/", Appreciations.as_view(), name="appreciations"),
    path("appreciations/<uuid:appreciation_id>/", OneAppreciation.as_view(), name="appreciation"),
    path("mine/thoughts/", Thoughts.as_view(), name="thoughts"),
    path("mine/thoughts/<uuid:thought_id>/", OneThought.as_view(), name="thought"),
    path("mine/thoughts/<uuid:thought_id>/line/", ThoughtLine.as_view(), name="thought_line"),
    path("mine/letters/", own_letters.OwnLetters.as_view(), name="own_letters"),
    path("mine/letters/<uuid:letter_id>/", own_letters.OneOwnLetter.as_view(), name="own_letter"),
    path("mine/letters/<uuid:letter_id>/hold/", own_letters.HoldOwnLetter.as_view(), name="own_letter_hold"),
    path("mine/letters/<uuid:letter_id>/send/", own_letters.SendOwnLetter.as_view(), name="own_letter_send"),
    path("mine/letters/<uuid:letter_id>/save/", own_letters.SaveOwnLetter.as_view(), name="own_letter_save"),
    path(
        "mine/letters/<uuid:letter_id>/agreement/",
        own_letters.LetterToAgreement.as_view(),
        name="own_letter_agreement",
    ),
    path("letters/", letters.ComposedLetters.as_view(), name="composed_letters"),
    path("letters/<uuid:letter_id>/", letters.OneComposedLetter.as_view(), name="composed_letter"),
    path("letters/<uuid:letter_id>/answer/", letters.AnswerComposedLetter.as_view(), name="composed_letter_answer"),
]
