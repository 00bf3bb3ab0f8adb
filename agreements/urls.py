"""Routes of agreements and of the pause."""

from django.urls import path

from agreements import pause_views, views

urlpatterns = [
    path("agreements/", views.agreement_list, name="agreements"),
    path("agreements/drafts/", views.draft_begin, name="draft_begin"),
    path("agreements/drafts/<uuid:draft_id>/", views.draft_review, name="draft"),
    path("agreements/drafts/<uuid:draft_id>/<int:step>/", views.draft_step, name="draft_step"),
    path("agreements/drafts/<uuid:draft_id>/send/", views.draft_send, name="draft_send"),
    path("agreements/drafts/<uuid:draft_id>/delete/", views.draft_delete, name="draft_delete"),
    path("agreements/<uuid:agreement_id>/", views.agreement_page, name="agreement"),
    path("agreements/<uuid:agreement_id>/accept/", views.agreement_accept, name="agreement_accept"),
    path("agreements/<uuid:agreement_id>/decline/", views.agreement_decline, name="agreement_decline"),
    path("agreements/<uuid:agreement_id>/take-back/", views.agreement_take_back, name="agreement_take_back"),
    path("agreements/<uuid:agreement_id>/other-words/", views.other_words, name="other_words"),
    path("agreements/<uuid:agreement_id>/coping-line/", views.coping_line, name="coping_line"),
    path("agreements/<uuid:agreement_id>/end/", views.agreement_end, name="agreement_end"),
    path("pause/", pause_views.pause_page, name="pause"),
    path("pause/start/", pause_views.pause_start, name="pause_start"),
    path("pause/return/", pause_views.pause_return, name="pause_return"),
]
