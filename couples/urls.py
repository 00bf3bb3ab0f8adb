"""Routes of inviting, joining, leaving, and of a person's settings."""

from allauth.account.views import email
from django.urls import path
from django.utils.translation import gettext_lazy as _

from basics.answering import says_what_for
from couples import settings_views
from couples.codes.views import not_me
from couples.pairing import views
from couples.people import code_views
from couples.seats import views as seats

urlpatterns = [
    # Before allauth's own of the same names.
    path("account/signup/", code_views.SignUp.as_view(), name="account_signup"),
    path("account/logout/", code_views.SignOut.as_view(), name="account_logout"),
    path("account/confirm-email/", code_views.ConfirmAddress.as_view(), name="account_email_verification_sent"),
    path(
        "account/password/reset/confirm/",
        code_views.ConfirmReset.as_view(),
        name="account_confirm_password_reset_code",
    ),
    path(
        "account/password/reset/complete/",
        code_views.CompleteReset.as_view(),
        name="account_complete_password_reset",
    ),
    path("account/email/", says_what_for(_("This is to change your address."))(email), name="account_email"),
    path("account/2fa/reauthenticate/", code_views.AskAgain.as_view(), name="mfa_reauthenticate"),
    path("settings/", settings_views.settings_page, name="settings"),
    path("settings/keys/", settings_views.key_make, name="key_make"),
    path("settings/keys/<uuid:key_id>/revoke/", settings_views.key_revoke, name="key_revoke"),
    path("invite/", views.invite, name="invite"),
    path("invite/withdraw/", views.invitation_withdraw, name="invitation_withdraw"),
    path("invite/confirm/", views.claim_confirm, name="claim_confirm"),
    path("invite/refuse/", views.claim_refuse, name="claim_refuse"),
    path("join/<str:token>/", views.invitation, name="invitation"),
    path("join/<str:token>/claim/", views.invitation_claim, name="invitation_claim"),
    path("join/<str:token>/decline/", views.invitation_decline, name="invitation_decline"),
    path("no-mail/<str:token>/", views.block_address, name="block_address"),
    path("not-me/<str:token>/", not_me, name="not_me"),
    path("settings/tint/", seats.tint, name="tint"),
    path("leave/", seats.leave, name="leave"),
    path("today/told/", seats.closing_told, name="closing_told"),
]
