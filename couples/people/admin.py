"""What operators see of people: enough to help with an account, and nothing that anybody wrote.

Who is an operator is for those alone who may do everything: else each could make others, and switch off whom they
answer to.

Allauth's own pages for sessions (addresses, devices), for second factors (secrets) and for e-mail addresses (all of
them in a list, each to be changed, and a code then sent there opens the account) are taken out: those are their
owner's alone.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from basics.typed import address_spellings
from couples.people.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Find an account by its exact address, and switch it off or on."""

    list_display = ("pk", "is_active", "is_staff", "date_joined")
    fields = ("email", "is_active", "is_staff", "date_joined")
    readonly_fields = ("email", "date_joined")
    search_fields = ("=email",)
    ordering = ("-pk",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        """Find the account whatever the spelling in which its owner told the address."""
        if not search_term:
            return queryset, False
        return queryset.filter(email__in=address_spellings(search_term)), False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Let operators' rights be read."""
        return self.readonly_fields if request.user.is_superuser else (*self.readonly_fields, "is_staff")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Keep the accounts of operators for those who may do everything."""
        is_operator = obj is not None and (obj.is_staff or obj.is_superuser)
        return super().has_change_permission(request, obj) and (request.user.is_superuser or not is_operator)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up themselves."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Deleting a person would take words from the partner; erasure is its own verb."""
        return False


for hidden in (EmailAddress, UserSession, Authenticator, Group):
    if admin.site.is_registered(hidden):
        admin.site.unregister(hidden)
