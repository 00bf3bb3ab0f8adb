"""Routes of what each notices."""

from django.urls import path

from journal.appreciations import views as appreciating

urlpatterns = [
    path("good/", appreciating.appreciations, name="appreciations"),
    path("good/keep/", appreciating.keep_appreciation, name="keep_appreciation"),
    path("good/<uuid:appreciation_id>/", appreciating.appreciation, name="appreciation"),
    path("good/<uuid:appreciation_id>/take-back/", appreciating.appreciation_take_back, name="appreciation_take_back"),
]
