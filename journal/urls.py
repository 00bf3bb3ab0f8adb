"""Routes of what each notices."""

from django.urls import path

from journal.appreciations import views as appreciating
from journal.letters import shared_views as letters_of_both
from journal.letters import views as composing

urlpatterns = [
    path("good/", appreciating.appreciations, name="appreciations"),
    path("good/keep/", appreciating.keep_appreciation, name="keep_appreciation"),
    path("good/<uuid:appreciation_id>/", appreciating.appreciation, name="appreciation"),
    path("good/<uuid:appreciation_id>/take-back/", appreciating.appreciation_take_back, name="appreciation_take_back"),
    path("mine/compose/", composing.compose, name="mine_compose"),
    path("mine/compose/keep/", composing.keep_letter, name="mine_compose_keep"),
    path("mine/letters/", composing.letters, name="mine_letters"),
    path("mine/letters/<uuid:letter_id>/", composing.letter, name="mine_letter"),
    path("mine/letters/<uuid:letter_id>/write/", composing.write_letter, name="mine_letter_write"),
    path("mine/letters/<uuid:letter_id>/hold/", composing.hold, name="mine_letter_hold"),
    path("mine/letters/<uuid:letter_id>/take-out/", composing.take_out, name="mine_letter_take_out"),
    path("mine/letters/<uuid:letter_id>/throw-away/", composing.throw_away, name="mine_letter_throw_away"),
    path("mine/letters/<uuid:letter_id>/agreement/", composing.make_agreement, name="mine_letter_agreement"),
    path("mine/letters/<uuid:letter_id>/send/", composing.send, name="mine_letter_send"),
    path("mine/letters/<uuid:letter_id>/save/", composing.save_for_talk, name="mine_letter_save"),
    path("letters/", letters_of_both.composed_letters, name="composed_letters"),
    path("letters/<uuid:letter_id>/", letters_of_both.composed_letter, name="composed_letter"),
    path("letters/<uuid:letter_id>/keep/", letters_of_both.keep_letter_answer, name="keep_letter_answer"),
    path("letters/<uuid:letter_id>/take-back/", letters_of_both.letter_take_back, name="letter_take_back"),
]
