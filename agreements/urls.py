"""Routes of agreements and of the pause."""

from django.urls import path

from agreements import overview, trying
from agreements.calls import views as calls
from agreements.card import views as card
from agreements.drafts import views as drafts
from agreements.history import views as history
from agreements.letters import views
from agreements.pauses import views as pauses
from agreements.phrases import own_views
from agreements.phrases import views as phrases
from agreements.responsibilities import views as responsibilities
from agreements.starters import views as starters
from agreements.trials import views as trials
from agreements.wording import views as wording

urlpatterns = [
    path("agreements/", overview.agreement_list, name="agreements"),
    path("agreements/templates/", starters.template_list, name="templates"),
    path("agreements/templates/<slug:name>/", starters.template, name="template"),
    path("templates/<slug:name>/", starters.template_blank, name="template_blank"),
    path("agreements/drafts/", drafts.draft_begin, name="draft_begin"),
    path("agreements/drafts/keep/", drafts.keep_begun, name="keep_begun"),
    path("agreements/drafts/send/", drafts.drafts_send, name="drafts_send"),
    path("agreements/drafts/not-now/", drafts.offer_no_more, name="offer_no_more"),
    path("agreements/drafts/<uuid:draft_id>/", drafts.draft_review, name="draft"),
    path("agreements/drafts/<uuid:draft_id>/<int:line>/", drafts.draft_line, name="draft_line"),
    path("agreements/drafts/<uuid:draft_id>/<int:line>/keep/", drafts.keep_line, name="keep_line"),
    path("agreements/drafts/<uuid:draft_id>/send/", drafts.draft_send, name="draft_send"),
    path("agreements/drafts/<uuid:draft_id>/delete/", drafts.draft_delete, name="draft_delete"),
    path("agreements/card/", card.our_card, name="card"),
    path("agreements/card/in-full/", card.in_full, name="card_in_full"),
    path("agreements/wording/<slug:field>/", wording.wording_hint, name="wording_hint"),
    path("agreements/to-answer/", views.letters_to_answer, name="letters_to_answer"),
    path("agreements/<uuid:agreement_id>/", views.agreement_page, name="agreement"),
    path("agreements/<uuid:agreement_id>/seen/", views.agreement_seen, name="agreement_seen"),
    path("agreements/<uuid:agreement_id>/accept/", views.agreement_accept, name="agreement_accept"),
    path("agreements/<uuid:agreement_id>/decline/", views.agreement_decline, name="agreement_decline"),
    path("agreements/<uuid:agreement_id>/take-back/", views.agreement_take_back, name="agreement_take_back"),
    path("agreements/<uuid:agreement_id>/other-words/", views.other_words, name="other_words"),
    path("agreements/<uuid:agreement_id>/other-words/keep/", views.keep_other_words, name="keep_other_words"),
    path("agreements/<uuid:agreement_id>/coping-line/", views.coping_line, name="coping_line"),
    path("agreements/<uuid:agreement_id>/begin-again/", drafts.agreement_begin_again, name="agreement_begin_again"),
    path("agreements/<uuid:agreement_id>/end/", views.agreement_end, name="agreement_end"),
    path("agreements/<uuid:agreement_id>/history/", history.agreement_history, name="agreement_history"),
    path("agreements/<uuid:agreement_id>/suggested/", history.agreement_suggested, name="agreement_suggested"),
    path("agreements/<uuid:agreement_id>/try/", trials.agreement_try, name="agreement_try"),
    path("agreements/<uuid:agreement_id>/review/", trials.trial_review, name="trial_review"),
    path("agreements/<uuid:agreement_id>/review/change/", trials.trial_change, name="trial_change"),
    path("responsibilities/", responsibilities.responsibilities, name="responsibilities"),
    path("responsibilities/swap/", responsibilities.responsibility_swap, name="responsibility_swap"),
    path("responsibilities/<uuid:agreement_id>/", responsibilities.responsibility_turn, name="responsibility_turn"),
    path(
        "responsibilities/unnoticed/<uuid:line_id>/take-away/",
        responsibilities.unnoticed_take_away,
        name="unnoticed_take_away",
    ),
    path(
        "responsibilities/unnoticed/<uuid:line_id>/take-up/",
        responsibilities.unnoticed_take_up,
        name="unnoticed_take_up",
    ),
    path("ask/rule/<uuid:agreement_id>/", calls.ask_rule, name="ask_rule"),
    path("ask/rule/<uuid:agreement_id>/keep/", calls.keep_ask, name="keep_ask"),
    path("ask/<uuid:call_id>/", calls.call_page, name="call"),
    path("ask/<uuid:call_id>/answer/", calls.call_answer, name="call_answer"),
    path("ask/<uuid:call_id>/keep/", calls.keep_answer_to_call, name="keep_answer_to_call"),
    path("ask/<uuid:call_id>/let-go/", calls.call_answer_let_go, name="call_answer_let_go"),
    path("ask/<uuid:call_id>/later/", calls.call_hold, name="call_hold"),
    path("ask/<uuid:call_id>/close/", calls.call_close, name="call_close"),
    path("ask/", phrases.ask, name="ask"),
    path("ask/say/", phrases.phrase_say, name="phrase_say"),
    path("ask/let-go/", phrases.phrase_let_go, name="phrase_let_go"),
    path("ask/said/<uuid:phrase_id>/", phrases.phrase, name="phrase"),
    path("ask/said/<uuid:phrase_id>/take-back/", phrases.phrase_take_back, name="phrase_take_back"),
    path("ask/said/<uuid:phrase_id>/put-away/", phrases.phrase_put_away, name="phrase_put_away"),
    path("ask/own/", own_views.own_phrases, name="own_phrases"),
    path("ask/own/<uuid:phrase_id>/", own_views.own_phrase, name="own_phrase"),
    path("ask/own/<uuid:phrase_id>/delete/", own_views.own_phrase_delete, name="own_phrase_delete"),
    path("ask/own/answers/<slug:name>/forget/", own_views.own_answer_forget, name="own_answer_forget"),
    path("pause/", pauses.pause_page, name="pause"),
    path("pause/back/", pauses.pause_back, name="pause_back"),
    path("pause/start/", pauses.pause_start, name="pause_start"),
    path("pause/slip/", pauses.pause_slip, name="pause_slip"),
    path("pause/about/", pauses.pause_about, name="pause_about"),
    path("pause/extend/", pauses.pause_extend, name="pause_extend"),
    path("pause/return/", pauses.pause_return, name="pause_return"),
    path("pause/talking/", pauses.pause_talking, name="pause_talking"),
    path("pause/write/", pauses.pause_write, name="pause_write"),
    path("pause/write/keep/", pauses.pause_keep, name="pause_keep"),
    path("pause/try/", trying.pause_try_begin, name="pause_try_begin"),
    path("pause/try/no-more/", trying.pause_try_no_more, name="pause_try_no_more"),
    path("pause/try/<int:until>/", trying.pause_try, name="pause_try"),
]
