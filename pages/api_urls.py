"""Routes of the API across rooms."""

from django.urls import path

from pages.earlier_api import Earlier, EarlierCouple

urlpatterns = [
    path("earlier/", Earlier.as_view(), name="earlier"),
    path("earlier/<uuid:couple_id>/", EarlierCouple.as_view(), name="earlier_couple"),
]
