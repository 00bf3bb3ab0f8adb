"""Routes of this room in the API."""

from __future__ import annotations

from django.urls import path

from agreements.calls.api import AnswerCall, CallableRules, Calls, HoldCall, MySavedAnswer, OneCall
from agreements.card.api import Card
from agreements.drafts.api import BeginAgain, Drafts, OneDraft, SendDraft
from agreements.history.api import AgreementHistory
from agreements.kinds.api import Kinds
from agreements.letters.api import (
    AcceptAgreement,
    Agreements,
    AmendAgreement,
    DeclineAgreement,
    EndAgreement,
    MyCopingLine,
    OneAgreement,
    TakeBackAgreement,
)
from agreements.pauses.api import PauseAbout, PauseExtend, PauseNow, PauseReturn
from agreements.phrases.api import AnswerSentPhrase, OnePhrase, OneSentPhrase, Phrases, SentPhrases
from agreements.responsibilities.api import (
    DraftOfUnnoticed,
    OneUnnoticed,
    Responsibilities,
    SwapResponsibilities,
    UnnoticedLines,
)
from agreements.starters.api import OneTemplate, Templates
from agreements.trials.api import TrialReview, TryAgreement
from agreements.wording.api import Wording

urlpatterns = [
    path("kinds/", Kinds.as_view(), name="kinds"),
    path("templates/", Templates.as_view(), name="templates"),
    path("templates/<str:name>/", OneTemplate.as_view(), name="template"),
    path("drafts/", Drafts.as_view(), name="drafts"),
    path("drafts/<uuid:draft_id>/", OneDraft.as_view(), name="draft"),
    path("drafts/<uuid:draft_id>/send/", SendDraft.as_view(), name="draft_send"),
    path("agreements/", Agreements.as_view(), name="agreements"),
    path("agreements/<uuid:agreement_id>/", OneAgreement.as_view(), name="agreement"),
    path("agreements/<uuid:agreement_id>/accept/", AcceptAgreement.as_view(), name="agreement_accept"),
    path("agreements/<uuid:agreement_id>/decline/", DeclineAgreement.as_view(), name="agreement_decline"),
    path("agreements/<uuid:agreement_id>/take-back/", TakeBackAgreement.as_view(), name="agreement_take_back"),
    path("agreements/<uuid:agreement_id>/other-words/", AmendAgreement.as_view(), name="other_words"),
    path("agreements/<uuid:agreement_id>/end/", EndAgreement.as_view(), name="agreement_end"),
    path("agreements/<uuid:agreement_id>/coping-line/", MyCopingLine.as_view(), name="coping_line"),
    path("agreements/<uuid:agreement_id>/begin-again/", BeginAgain.as_view(), name="agreement_begin_again"),
    path("agreements/<uuid:agreement_id>/history/", AgreementHistory.as_view(), name="agreement_history"),
    path("agreements/<uuid:agreement_id>/try/", TryAgreement.as_view(), name="agreement_try"),
    path("agreements/<uuid:agreement_id>/review/", TrialReview.as_view(), name="trial_review"),
    path("wording/", Wording.as_view(), name="wording"),
    path("card/", Card.as_view(), name="card"),
    path("responsibilities/", Responsibilities.as_view(), name="responsibilities"),
    path("responsibilities/swap/", SwapResponsibilities.as_view(), name="responsibility_swap"),
    path("responsibilities/unnoticed/", UnnoticedLines.as_view(), name="unnoticed_lines"),
    path("responsibilities/unnoticed/<uuid:line_id>/", OneUnnoticed.as_view(), name="unnoticed"),
    path("responsibilities/unnoticed/<uuid:line_id>/draft/", DraftOfUnnoticed.as_view(), name="unnoticed_draft"),
    path("calls/", Calls.as_view(), name="calls"),
    path("calls/rules/", CallableRules.as_view(), name="callable_rules"),
    path("calls/rules/<uuid:agreement_id>/answer/", MySavedAnswer.as_view(), name="saved_answer"),
    path("calls/<uuid:call_id>/", OneCall.as_view(), name="call"),
    path("calls/<uuid:call_id>/answer/", AnswerCall.as_view(), name="call_answer"),
    path("calls/<uuid:call_id>/hold/", HoldCall.as_view(), name="call_hold"),
    path("phrases/", Phrases.as_view(), name="phrases"),
    path("phrases/<uuid:phrase_id>/", OnePhrase.as_view(), name="phrase"),
    path("sent-phrases/", SentPhrases.as_view(), name="sent_phrases"),
    path("sent-phrases/<uuid:phrase_id>/", OneSentPhrase.as_view(), name="sent_phrase"),
    path("sent-phrases/<uuid:phrase_id>/answer/", AnswerSentPhrase.as_view(), name="sent_phrase_answer"),
    path("pause/", PauseNow.as_view(), name="pause"),
    path("pause/about/", PauseAbout.as_view(), name="pause_about"),
    path("pause/extend/", PauseExtend.as_view(), name="pause_extend"),
    path("pause/return/", PauseReturn.as_view(), name="pause_return"),
]
