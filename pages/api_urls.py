"""Routes of the API across rooms."""

from django.urls import path

from pages.earlier_api import Earlier, EarlierCouple
from pages.look_back import api as look_back
from pages.own_look_back import api as own_look_back

urlpatterns = [
    path("look-back/", look_back.LookBack.as_view(), name="look_back"),
    path("look-back/mine/", own_look_back.OwnLookBack.as_view(), name="look_back_mine"),
    path("look-back/mine/<str:quarter>/", own_look_back.OwnLookBackAt.as_view(), name="look_back_mine_at"),
    path("look-back/<str:quarter>/", look_back.LookBackAt.as_view(), name="look_back_at"),
    path("earlier/", Earlier.as_view(), name="earlier"),
    path("earlier/<uuid:couple_id>/", EarlierCouple.as_view(), name="earlier_couple"),
]
