"""Routes of what each notices."""

from django.urls import path

from journal.appreciations import views as appreciating
from journal.closeness import views as growing_closer
from journal.copies import views as copying
from journal.daily import views as asking
from journal.entries import call_views as from_calls
from journal.entries import narrowed_views, show_views
from journal.entries import views as noticing
from journal.feeding import views as feeding
from journal.habits import views as keeping_fit
from journal.letters import shared_views as letters_of_both
from journal.letters import views as composing
from journal.lines import views as lines
from journal.lists import views as listing
from journal.lock import views as locking
from journal.mine import views as own
from journal.needs import views as needing
from journal.thoughts import views as thinking
from journal.triggers import views as setting_off

urlpatterns = [
    path("good/", appreciating.appreciations, name="appreciations"),
    path("good/keep/", appreciating.keep_appreciation, name="keep_appreciation"),
    path("good/<uuid:appreciation_id>/", appreciating.appreciation, name="appreciation"),
    path("good/<uuid:appreciation_id>/take-back/", appreciating.appreciation_take_back, name="appreciation_take_back"),
    path("mine/thoughts/", thinking.thoughts, name="thoughts"),
    path("mine/thoughts/new/", thinking.thought_new, name="thought_new"),
    path("mine/thoughts/new/keep/", thinking.thought_keep_new, name="thought_keep_new"),
    path("mine/thoughts/<uuid:thought_id>/", thinking.thought, name="thought"),
    path("mine/thoughts/<uuid:thought_id>/delete/", thinking.thought_delete, name="thought_delete"),
    path("mine/thoughts/<uuid:thought_id>/line/", thinking.thought_line, name="thought_line"),
    path("mine/thoughts/<uuid:thought_id>/<int:step>/", thinking.thought_step, name="thought_step"),
    path("mine/thoughts/<uuid:thought_id>/<int:step>/keep/", thinking.thought_keep, name="thought_keep"),
    path("mine/needs/", needing.my_needs, name="my_needs"),
    path("mine/needs/keep/", needing.keep_my_needs, name="keep_my_needs"),
    path("mine/", own.mine, name="mine"),
    path("mine/notice/", noticing.notice, name="notice"),
    path("mine/notice/ask/<uuid:call_id>/", from_calls.notice_from_call, name="notice_from_call"),
    path("mine/keep/<uuid:call_id>/", from_calls.call_keep, name="call_keep"),
    path("mine/entries/", noticing.entries, name="entries"),
    path("mine/entries/some/", narrowed_views.entries_narrowed, name="entries_narrowed"),
    path("mine/entries/<uuid:entry_id>/", noticing.entry, name="entry"),
    path("mine/entries/<uuid:entry_id>/noted/", noticing.noted, name="noted"),
    path("mine/entries/<uuid:entry_id>/keep/", noticing.keep_entry, name="keep_entry"),
    path("mine/entries/<uuid:entry_id>/line/", noticing.entry_line, name="entry_line"),
    path("mine/entries/<uuid:entry_id>/delete/", noticing.entry_delete, name="entry_delete"),
    path("mine/entries/<uuid:entry_id>/show/", show_views.entry_show, name="entry_show"),
    path("mine/own/<uuid:trigger_id>/remove/", noticing.own_trigger_remove, name="own_trigger_remove"),
    path("copies/", copying.copies, name="copies"),
    path("copies/<uuid:copy_id>/", copying.copy, name="copy"),
    path("copies/<uuid:copy_id>/take-back/", copying.copy_take_back, name="copy_take_back"),
    path("mine/closeness/", growing_closer.closeness, name="closeness"),
    path("mine/closeness/show/", growing_closer.closeness_show, name="closeness_show"),
    path(
        "mine/closeness/sentences/<uuid:sentence_id>/delete/", growing_closer.closeness_delete, name="closeness_delete"
    ),
    path("mine/closeness/from/<str:beginning>/", growing_closer.closeness_beginning, name="closeness_beginning"),
    path("mine/daily/", asking.daily, name="daily"),
    path("settings/lock/", locking.lock, name="lock"),
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
    path("mine/letters/<uuid:letter_id>/take-back/", composing.take_back, name="mine_letter_take_back"),
    path("mine/lines/", lines.own_lines, name="own_lines"),
    path("mine/lines/take/", lines.own_line_take, name="own_line_take"),
    path("mine/lines/day/", lines.line_of_today_page, name="line_of_today"),
    path("mine/lines/daily/", lines.daily_line, name="daily_line"),
    path("mine/feeds-me/", feeding.feeds_me, name="feeds_me"),
    path("mine/something/", feeding.something_for_me, name="something_for_me"),
    path("mine/lists/<uuid:item_id>/", listing.own_item, name="own_item"),
    path("mine/lists/<uuid:item_id>/first/", listing.own_item_first, name="own_item_first"),
    path("mine/lists/<uuid:item_id>/delete/", listing.own_item_delete, name="own_item_delete"),
    path("mine/lists/<uuid:item_id>/put-back/", listing.own_item_put_back, name="own_item_put_back"),
    path("mine/lists/<uuid:item_id>/plan/", feeding.own_item_plan, name="own_item_plan"),
    path("mine/habits/", keeping_fit.habits, name="habits"),
    path("mine/habits/switch/", keeping_fit.habits_switch, name="habits_switch"),
    path("mine/habits/<uuid:habit_id>/", keeping_fit.habit, name="habit"),
    path("mine/habits/<uuid:habit_id>/delete/", keeping_fit.habit_delete, name="habit_delete"),
    path("letters/", letters_of_both.composed_letters, name="composed_letters"),
    path("letters/<uuid:letter_id>/", letters_of_both.composed_letter, name="composed_letter"),
    path("letters/<uuid:letter_id>/keep/", letters_of_both.keep_letter_answer, name="keep_letter_answer"),
    path("mine/triggers/", setting_off.triggers, name="triggers"),
    path("mine/triggers/<str:trigger>/", setting_off.trigger, name="trigger"),
    path("mine/triggers/<str:trigger>/agreement/", setting_off.trigger_agreement, name="trigger_agreement"),
    path("mine/triggers/<str:trigger>/eased/", setting_off.trigger_eased, name="trigger_eased"),
    path("mine/triggers/<str:trigger>/show/", setting_off.trigger_show, name="trigger_show"),
    path("mine/triggers/<str:trigger>/eased/show/", setting_off.eased_show, name="eased_show"),
]
