"""Routes of this room in the API."""

from __future__ import annotations

from django.urls import path

from checkins.agenda.api import KeepOn, LetterTopic, NextTime, OneTopic, PauseTopic, PickTopic, Topics
from checkins.answers.api import CheckIns, HandIn, KeepAnswers, MyTakeAway, OneCheckIn, StartWithoutWriting, TakeToNext
from checkins.deciding.api import QuestionTopic
from checkins.decks import api as decks
from checkins.kept.api import Kept, SearchKept
from checkins.moving import api as moving
from checkins.one_question.api import OneQuestionNow
from checkins.rituals import api as rituals
from checkins.table.api import TableOfTalk
from checkins.talking import api as talking
from checkins.theme.api import DraftOfNeed, ThemeOfTalk
from checkins.tries import api as trying
from checkins.week.api import ThisWeek

urlpatterns = [
    path("check-ins/", CheckIns.as_view(), name="check_ins"),
    path("check-ins/now/", moving.TalkNow.as_view(), name="talk_now"),
    path("check-ins/now/agree/", moving.AgreeToTalk.as_view(), name="talk_now_agree"),
    path("check-ins/now/not-today/", moving.NotToday.as_view(), name="talk_now_not_today"),
    path("check-ins/now/take-back/", moving.TakeAskingBack.as_view(), name="talk_now_take_back"),
    path("check-ins/question/", OneQuestionNow.as_view(), name="one_question"),
    path("check-ins/<uuid:check_in_id>/", OneCheckIn.as_view(), name="check_in"),
    path("check-ins/<uuid:check_in_id>/answers/", KeepAnswers.as_view(), name="keep_answers"),
    path("check-ins/<uuid:check_in_id>/hand-in/", HandIn.as_view(), name="hand_in"),
    path("check-ins/<uuid:check_in_id>/take-away/", MyTakeAway.as_view(), name="take_away"),
    path("check-ins/<uuid:check_in_id>/start/", StartWithoutWriting.as_view(), name="start"),
    path("check-ins/<uuid:check_in_id>/take-to-next/", TakeToNext.as_view(), name="take_to_next"),
    path("check-ins/<uuid:check_in_id>/talk/", talking.Talk.as_view(), name="talk"),
    path("check-ins/<uuid:check_in_id>/talk/about/", talking.TalkAbout.as_view(), name="talk_about"),
    path("check-ins/<uuid:check_in_id>/talk/stop/", talking.StopTalk.as_view(), name="talk_stop"),
    path("pause/<uuid:pause_id>/talk/", talking.PauseTalk.as_view(), name="pause_talk"),
    path("pause/<uuid:pause_id>/talk/stop/", talking.StopPauseTalk.as_view(), name="pause_talk_stop"),
    path("check-ins/<uuid:check_in_id>/table/", TableOfTalk.as_view(), name="table"),
    path("check-ins/<uuid:check_in_id>/move/", moving.Times.as_view(), name="move"),
    path("check-ins/<uuid:check_in_id>/move/accept/", moving.AcceptTime.as_view(), name="move_accept"),
    path("check-ins/<uuid:check_in_id>/move/decline/", moving.DeclineTime.as_view(), name="move_decline"),
    path("check-ins/<uuid:check_in_id>/move/take-back/", moving.TakeTimeBack.as_view(), name="move_take_back"),
    path("check-ins/<uuid:check_in_id>/later/", moving.Later.as_view(), name="later"),
    path("check-ins/<uuid:check_in_id>/leave-out/", moving.LeaveOut.as_view(), name="leave_out"),
    path("check-ins/<uuid:check_in_id>/another-question/", decks.AnotherQuestion.as_view(), name="another_question"),
    path("agreements/<uuid:agreement_id>/next/", rituals.NextOccasion.as_view(), name="next_occasion"),
    path("occasions/<uuid:occasion_id>/move/", rituals.OccasionTimes.as_view(), name="occasion_move"),
    path("occasions/<uuid:occasion_id>/move/accept/", rituals.AcceptOccasionTime.as_view(), name="occasion_accept"),
    path("occasions/<uuid:occasion_id>/move/decline/", rituals.DeclineOccasionTime.as_view(), name="occasion_decline"),
    path(
        "occasions/<uuid:occasion_id>/move/take-back/",
        rituals.TakeOccasionTimeBack.as_view(),
        name="occasion_take_back",
    ),
    path("occasions/<uuid:occasion_id>/leave-out/", rituals.LeaveOccasionOut.as_view(), name="occasion_leave_out"),
    path("week/", ThisWeek.as_view(), name="week"),
    path("decks/", decks.Decks.as_view(), name="decks"),
    path("decks/choice/", decks.ChosenDeck.as_view(), name="deck_choice"),
    path("decks/questions/<uuid:question_id>/", decks.OwnQuestions.as_view(), name="own_question"),
    path("decks/<str:name>/", decks.OneDeck.as_view(), name="deck"),
    path("decks/<str:name>/heavy/", decks.HeavyOfDeck.as_view(), name="deck_heavy"),
    path("decks/<str:name>/prompts/", decks.PromptsOfDeck.as_view(), name="deck_prompts"),
    path("kept/", Kept.as_view(), name="kept"),
    path("kept/search/", SearchKept.as_view(), name="kept_search"),
    path("check-ins/<uuid:check_in_id>/theme/", ThemeOfTalk.as_view(), name="theme"),
    path("check-ins/<uuid:check_in_id>/needs/draft/", DraftOfNeed.as_view(), name="need_draft"),
    path("check-ins/<uuid:check_in_id>/try/", trying.TryAWish.as_view(), name="try_this"),
    path("tries/", trying.Tries.as_view(), name="tries"),
    path("tries/<uuid:try_id>/", trying.OneTry.as_view(), name="try"),
    path("tries/<uuid:try_id>/keep/", trying.KeepTry.as_view(), name="try_keep"),
    path("tries/<uuid:try_id>/draft/", trying.DraftOfTry.as_view(), name="try_draft"),
    path("topics/", Topics.as_view(), name="topics"),
    path("topics/letters/<uuid:agreement_id>/", LetterTopic.as_view(), name="topic_of_letter"),
    path("topics/pauses/<uuid:pause_id>/", PauseTopic.as_view(), name="topic_of_pause"),
    path("topics/questions/<uuid:agreement_id>/", QuestionTopic.as_view(), name="question_topic"),
    path("topics/<uuid:topic_id>/", OneTopic.as_view(), name="topic"),
    path("topics/<uuid:topic_id>/next-time/", NextTime.as_view(), name="topic_next_time"),
    path("topics/<uuid:topic_id>/pick/", PickTopic.as_view(), name="topic_pick"),
    path("topics/<uuid:topic_id>/keep-on/", KeepOn.as_view(), name="topic_keep_on"),
]
