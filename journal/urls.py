"""Routes of what each notices."""

from django.urls import path

from journal.appreciations import views as appreciating
from journal.thoughts import views as thinking

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
]
