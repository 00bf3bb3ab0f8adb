"""Routes of inviting, joining and leaving."""

from django.urls import path

from couples import views

urlpatterns = [
    path("invite/", views.invite, name="invite"),
    path("invite/withdraw/", views.invitation_withdraw, name="invitation_withdraw"),
    path("invite/confirm/", views.claim_confirm, name="claim_confirm"),
    path("invite/refuse/", views.claim_refuse, name="claim_refuse"),
    path("join/<str:token>/", views.invitation, name="invitation"),
    path("join/<str:token>/claim/", views.invitation_claim, name="invitation_claim"),
    path("join/<str:token>/decline/", views.invitation_decline, name="invitation_decline"),
    path("no-mail/<str:token>/", views.block_address, name="block_address"),
    path("leave/", views.leave, name="leave"),
    path("leave/told/", views.closing_told, name="closing_told"),
]
