"""The desk's pages of staff accounts, for administrators."""

from collections.abc import Callable
from typing import Any

from django import forms, http
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from clauses import staffing
from clauses.models import Union

ROLE_NAMES = {
    "Editors": gettext_lazy("Editor: writes drafts"),
    "Reviewers": gettext_lazy("Reviewer: writes drafts and approves those of others"),
    "Administrators": gettext_lazy("Administrator: keeps accounts and union contacts"),
}


class AccountForm(forms.Form):
    """Name, roles and unions of an account."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150, required=False)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=list(ROLE_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Without a role the account cannot enter the desk."),
    )
    unions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Acts for"),
        queryset=Union.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("A reviewer publishes only what these unions negotiated."),
    )

    def __init__(self, *args: Any, by: Any, known: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unions"].queryset = staffing.unions_of(by=by)  # type: ignore[attr-defined]  # a choice of rows
        if known is not None:
            self.fields["email"].disabled = True
            self.initial = {
                "email": known.email,
                "first_name": known.first_name,
                "last_name": known.last_name,
                "roles": list(known.groups.values_list("name", flat=True)),
                "unions": [each.union_id for each in known.staff_unions.all()],
            }

    def account(self) -> staffing.Account:
        """What was decided."""
        return staffing.Account(
            email=self.cleaned_data["email"],
            first_name=self.cleaned_data["first_name"].strip(),
            last_name=self.cleaned_data["last_name"].strip(),
            roles=self.cleaned_data["roles"],
            unions=list(self.cleaned_data["unions"]),
        )


@require_safe
def accounts(request: http.HttpRequest) -> http.HttpResponse:
    """List the accounts that the administrator manages."""
    _only_administrators(request)
    managed = staffing.managed_by(request.user).prefetch_related("groups", "staff_unions__union")
    context = {"accounts": managed, "page_title": _("Staff accounts")}
    return TemplateResponse(request, "desk/accounts.html", context)


def admit(request: http.HttpRequest) -> http.HttpResponse:
    """Open the desk to somebody."""
    _only_administrators(request)
    form = AccountForm(request.POST if request.method == "POST" else None, by=request.user)
    return _answer(
        request,
        form,
        title=_("Add an account"),
        act=lambda: staffing.admit(account=form.account(), by=request.user),
        said=_("Saved. The person signs in with the address and a code sent to it."),
    )


def edit(request: http.HttpRequest, pk: int) -> http.HttpResponse:
    """Change roles and unions, or take them away."""
    _only_administrators(request)
    known = get_object_or_404(staffing.managed_by(request.user), pk=pk)
    form = AccountForm(
        request.POST if request.method == "POST" else None, by=request.user, known=known
    )
    return _answer(
        request,
        form,
        title=known.email,
        act=lambda: staffing.change(user_id=pk, account=form.account(), by=request.user),
        said=_("Saved."),
    )


def _only_administrators(request: http.HttpRequest) -> None:
    if not request.user.has_perm(staffing.MANAGE):
        raise PermissionDenied


def _answer(
    request: http.HttpRequest,
    form: AccountForm,
    *,
    title: str,
    act: Callable[[], object],
    said: str,
) -> http.HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except staffing.NotYourStaff as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, said)
            return redirect("desk_staff")
    context = {"form": form, "page_title": title}
    return TemplateResponse(
        request, "desk/account.html", context, status=422 if form.is_bound else 200
    )
