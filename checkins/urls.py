"""Routes of check-ins."""

from django.urls import path

from checkins import overview
from checkins.agenda import views as agenda
from checkins.agenda.of_trigger import topic_of_trigger
from checkins.answers import views as answers
from checkins.deciding.views import question_for_talk
from checkins.decks import views as decks
from checkins.feed import views as feeding
from checkins.kept.views import kept
from checkins.moving import views as moving
from checkins.one_question import views as asking
from checkins.rituals import views as rituals
from checkins.table import views as table
from checkins.talking import views as talking
from checkins.theme import views as theming
from checkins.tries import views as trying
from checkins.week.views import week

urlpatterns = [
    path("check-ins/", overview.check_in_list, name="check_ins"),
    path("check-ins/now/", moving.ask_now, name="talk_now"),
    path("check-ins/now/agree/", moving.agree_now, name="talk_now_agree"),
    path("check-ins/now/not-today/", moving.not_today, name="talk_now_not_today"),
    path("check-ins/now/take-back/", moving.take_asking_back, name="talk_now_take_back"),
    path("check-ins/question/", asking.begin, name="one_question"),
    path("check-ins/question/no-more/", asking.no_more, name="one_question_no_more"),
    path("check-ins/<uuid:check_in_id>/", table.check_in_page, name="check_in"),
    path("check-ins/<uuid:check_in_id>/ten-minutes/", table.ten_minutes, name="ten_minutes"),
    path("check-ins/<uuid:check_in_id>/table/", table.table, name="table"),
    path("check-ins/<uuid:check_in_id>/calendar/", feeding.check_in_calendar, name="check_in_calendar"),
    path("check-ins/<uuid:check_in_id>/keep/", answers.keep_answers, name="keep_answers"),
    path("check-ins/<uuid:check_in_id>/take-away/", table.take_away, name="take_away"),
    path("check-ins/<uuid:check_in_id>/take-away/keep/", table.keep_take_away, name="keep_take_away"),
    path("check-ins/<uuid:check_in_id>/start/", answers.start, name="start"),
    path("check-ins/<uuid:check_in_id>/take-to-next/", answers.take_to_next, name="take_to_next"),
    path("check-ins/<uuid:check_in_id>/talk/", talking.talk, name="talk"),
    path("check-ins/<uuid:check_in_id>/talk/about/", talking.talk_about, name="talk_about"),
    path("check-ins/<uuid:check_in_id>/talk/stop/", talking.talk_stop, name="talk_stop"),
    path("pause/<uuid:pause_id>/talk/", talking.pause_talk, name="pause_talk"),
    path("pause/<uuid:pause_id>/talk/stop/", talking.pause_talk_stop, name="pause_talk_stop"),
    path("check-ins/<uuid:check_in_id>/move/", moving.move, name="move"),
    path("check-ins/<uuid:check_in_id>/move/accept/", moving.accept, name="move_accept"),
    path("check-ins/<uuid:check_in_id>/move/decline/", moving.decline, name="move_decline"),
    path("check-ins/<uuid:check_in_id>/move/take-back/", moving.take_back, name="move_take_back"),
    path("check-ins/<uuid:check_in_id>/later/", moving.later, name="later"),
    path("check-ins/<uuid:check_in_id>/leave-out/", moving.leave_out, name="leave_out"),
    path("check-ins/<uuid:check_in_id>/suits/", moving.suits, name="suits"),
    path("check-ins/topics/", agenda.topics, name="topics"),
    path("check-ins/topics/keep/", agenda.keep_topic, name="keep_topic"),
    path("check-ins/topics/letters/<uuid:agreement_id>/", agenda.topic_of_letter, name="topic_of_letter"),
    path("check-ins/topics/pauses/<uuid:pause_id>/", agenda.topic_of_pause, name="topic_of_pause"),
    path("check-ins/topics/calls/<uuid:call_id>/", agenda.topic_of_call, name="topic_of_call"),
    path("check-ins/topics/triggers/<str:trigger>/", topic_of_trigger, name="topic_of_trigger"),
    path("check-ins/topics/questions/<uuid:agreement_id>/", question_for_talk, name="question_for_talk"),
    path("check-ins/topics/<uuid:topic_id>/", agenda.topic, name="topic"),
    path("check-ins/topics/<uuid:topic_id>/let-go/", agenda.topic_let_go, name="topic_let_go"),
    path("check-ins/topics/<uuid:topic_id>/next-time/", agenda.topic_next_time, name="topic_next_time"),
    path("check-ins/topics/<uuid:topic_id>/pick/", agenda.topic_pick, name="topic_pick"),
    path("check-ins/topics/<uuid:topic_id>/keep-on/", agenda.topic_keep_on, name="topic_keep_on"),
    path("check-ins/needs/", theming.compare_needs, name="compare_needs"),
    path("check-ins/<uuid:check_in_id>/theme/", theming.theme_set, name="theme_set"),
    path("check-ins/<uuid:check_in_id>/theme/off/", theming.theme_off, name="theme_off"),
    path("check-ins/<uuid:check_in_id>/needs/agreement/", theming.need_agreement, name="need_agreement"),
    path("check-ins/<uuid:check_in_id>/another-question/", decks.another_question, name="another_question"),
    path("decks/", decks.decks, name="decks"),
    path("decks/choose/", decks.deck_choose, name="deck_choose"),
    path("check-ins/questions/<uuid:question_id>/fine/", decks.own_question_fine, name="own_question_fine"),
    path(
        "check-ins/questions/<uuid:question_id>/take-away/", decks.own_question_take_away, name="own_question_take_away"
    ),
    path("decks/<str:name>/", decks.deck, name="deck"),
    path("decks/<str:name>/heavy/", decks.deck_heavy, name="deck_heavy"),
    path("decks/<str:name>/take-away/", decks.deck_take_away, name="deck_take_away"),
    path("check-ins/<uuid:check_in_id>/try/", trying.try_this, name="try_this"),
    path("tries/<uuid:try_id>/", trying.try_page, name="try"),
    path("tries/<uuid:try_id>/keep/", trying.try_keep, name="try_keep"),
    path("tries/<uuid:try_id>/let-go/", trying.try_let_go, name="try_let_go"),
    path("tries/<uuid:try_id>/agreement/", trying.try_agreement, name="try_agreement"),
    path("agreements/<uuid:agreement_id>/next/", rituals.next_occasion, name="next_occasion"),
    path("occasions/<uuid:occasion_id>/move/", rituals.move, name="occasion_move"),
    path("occasions/<uuid:occasion_id>/move/accept/", rituals.accept, name="occasion_accept"),
    path("occasions/<uuid:occasion_id>/move/decline/", rituals.decline, name="occasion_decline"),
    path("occasions/<uuid:occasion_id>/move/take-back/", rituals.take_back, name="occasion_take_back"),
    path("occasions/<uuid:occasion_id>/leave-out/", rituals.leave_out, name="occasion_leave_out"),
    path("week/", week, name="week"),
    path("kept/", kept, name="kept"),
    path("settings/calendar/", feeding.calendar_page, name="calendar"),
    path("settings/calendar/make/", feeding.calendar_make, name="calendar_make"),
    path("settings/calendar/stop/", feeding.calendar_stop, name="calendar_stop"),
    path("ical/<str:token>.ics", feeding.feed, name="feed"),
]
