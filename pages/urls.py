"""Routes of the pages across rooms."""

from django.urls import path

from pages import earlier, first_steps, install, leaving, style, today, views
from pages.erasure import views as erasure
from pages.export import views as export
from pages.help.views import help_page, offline, two_weeks
from pages.look_around.views import look_around
from pages.look_back import views as looking_back
from pages.own_look_back import views as own_looking_back
from pages.privacy.views import privacy_page
from pages.safety.views import safety_page

urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("look-around/<int:number>/", look_around, name="look_around"),
    path("today/", today.today, name="today"),
    path("today/installing/", install.install_told, name="install_told"),
    path("first-steps/", first_steps.first_steps, name="first_steps"),
    path("privacy/", privacy_page, name="privacy"),
    path("safety/", safety_page, name="safety"),
    path("help/", help_page, name="help"),
    path("help/two-weeks/", two_weeks, name="two_weeks"),
    path("offline/", offline, name="offline"),
    path("exit/", leaving.quick_exit, name="exit"),
    path("settings/erase/", erasure.erasure, name="erasure"),
    path("settings/erase/begin/", erasure.erasure_begin, name="erasure_begin"),
    path("erasing/", erasure.erasing, name="erasing"),
    path("erasing/keep/", erasure.erasing_keep, name="erasing_keep"),
    path("erasing/now/", erasure.erasing_now, name="erasing_now"),
    path("style/", style.style, name="style"),
    path("style/light/", style.components, {"theme": "light"}, name="style_light"),
    path("style/dark/", style.components, {"theme": "dark"}, name="style_dark"),
    path("more/", views.more, name="more"),
    path("settings/export/", export.export, name="export"),
    path("settings/export/make/", export.export_make, name="export_make"),
    path("settings/export/put-away/", export.export_put_away, name="export_put_away"),
    path("settings/export/<uuid:file_id>/", export.export_fetch, name="export_fetch"),
    path("look-back/", looking_back.look_back, name="look_back"),
    path("look-back/mine/", own_looking_back.look_back_mine, name="look_back_mine"),
    path("earlier/", earlier.earlier, name="earlier"),
    path("earlier/<uuid:couple_id>/", earlier.earlier_couple, name="earlier_couple"),
    path("earlier/<uuid:couple_id>/left/", earlier.left, name="left"),
]
