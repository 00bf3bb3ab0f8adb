"""Routes of this room in the API."""

from __future__ import annotations

from django.urls import path

from journal.appreciations.api import Appreciations, OneAppreciation
from journal.closeness import api as closeness
from journal.copies.api import Copies, OneCopy
from journal.entries.api import Entries, EntryCopies, EntryLine, OneEntry, OneTag, Tags
from journal.feeding.api import PlanFeeding
from journal.habits.api import Habits, OneHabit
from journal.letters import api as own_letters
from journal.letters import shared_api as letters
from journal.lists.api import Feeding, Lines, OneFeeding, OneLine
from journal.needs.api import MyNeeds
from journal.thoughts.api import OneThought, ThoughtLine, Thoughts
from journal.triggers import api as cards

urlpatterns = [
    path("appreciations/", Appreciations.as_view(), name="appreciations"),
    path("appreciations/<uuid:appreciation_id>/", OneAppreciation.as_view(), name="appreciation"),
    path("mine/entries/", Entries.as_view(), name="entries"),
    path("mine/entries/<uuid:entry_id>/", OneEntry.as_view(), name="entry"),
    path("mine/entries/<uuid:entry_id>/line/", EntryLine.as_view(), name="entry_line"),
    path("mine/entries/<uuid:entry_id>/copies/", EntryCopies.as_view(), name="entry_copies"),
    path("mine/tags/", Tags.as_view(), name="tags"),
    path("mine/tags/<uuid:trigger_id>/", OneTag.as_view(), name="tag"),
    path("mine/closeness/", closeness.Closeness.as_view(), name="closeness"),
    path("mine/closeness/copies/", closeness.ClosenessCopies.as_view(), name="closeness_copies"),
    path(
        "mine/closeness/sentences/<uuid:sentence_id>/",
        closeness.OneClosenessSentence.as_view(),
        name="closeness_sentence",
    ),
    path("mine/closeness/<str:beginning>/", closeness.OneCloseness.as_view(), name="closeness_beginning"),
    path("copies/", Copies.as_view(), name="copies"),
    path("copies/<uuid:copy_id>/", OneCopy.as_view(), name="copy"),
    path("mine/needs/", MyNeeds.as_view(), name="my_needs"),
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
    path("mine/lines/", Lines.as_view(), name="own_lines"),
    path("mine/lines/<uuid:item_id>/", OneLine.as_view(), name="own_line"),
    path("mine/lists/", Feeding.as_view(), name="feeding"),
    path("mine/lists/<uuid:item_id>/", OneFeeding.as_view(), name="one_feeding"),
    path("mine/lists/<uuid:item_id>/plan/", PlanFeeding.as_view(), name="feeding_plan"),
    path("mine/habits/", Habits.as_view(), name="habits"),
    path("mine/habits/<uuid:habit_id>/", OneHabit.as_view(), name="habit"),
    path("letters/", letters.ComposedLetters.as_view(), name="composed_letters"),
    path("letters/<uuid:letter_id>/", letters.OneComposedLetter.as_view(), name="composed_letter"),
    path("letters/<uuid:letter_id>/answer/", letters.AnswerComposedLetter.as_view(), name="composed_letter_answer"),
    path("mine/triggers/", cards.Triggers.as_view(), name="triggers"),
    path("mine/triggers/<str:trigger>/", cards.OneTrigger.as_view(), name="trigger"),
    path("mine/triggers/<str:trigger>/draft/", cards.TriggerDraft.as_view(), name="trigger_draft"),
    path("mine/triggers/<str:trigger>/eased/", cards.TriggerEased.as_view(), name="trigger_eased"),
    path("mine/triggers/<str:trigger>/copies/", cards.TriggerCopy.as_view(), name="trigger_copies"),
    path("mine/triggers/<str:trigger>/eased/copies/", cards.EasedCopy.as_view(), name="eased_copies"),
]
