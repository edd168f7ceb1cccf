"""One's own account, at every face: links from mails, change of password, choice of a seat."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.accounts import commands, reads
from muhatap.accounts.attempts import count, failed, refuse_too_many
from muhatap.accounts.permissions import AccountsPermission
from muhatap.faces.web.pages import SEE_OTHER, PageRequest, page, render, submit
from muhatap.kernel.errors import Refusal

TOKEN_LENGTH = 100


class ForgottenForm(forms.Form):
    """The address a link goes to."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), widget=forms.EmailInput({"autocomplete": "username"}))


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        help_text=gettext_lazy("At least 12 characters; a sentence is easy to remember and hard to guess."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("New password again"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Both must be the same."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The two are not the same."))
        return again


class ChangePasswordForm(NewPasswordForm):
    """The present password, and a new one twice."""

    old = forms.CharField(
        label=gettext_lazy("Present password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    field_order = ("old", "password", "again")


@page(None)
def forgotten(request: PageRequest) -> HttpResponse:
    """Ask for a link by mail; the answer is the same whether or not the address is known."""
    return submit(
        request,
        ForgottenForm(request.POST or None),
        lambda data: commands.ask_for_link(request.actor, email=data["email"]),
        done=reverse("password_asked"),
        template="account/password_reset.html",
        context={"login_url": reverse("login")},
    )


@page(None)
def asked(request: PageRequest) -> HttpResponse:
    """What happens after asking for a link."""
    return render(request, "account/password_reset_done.html", {"login_url": reverse("login")})


@page(None)
def set_password(request: PageRequest) -> HttpResponse:
    """Set a password with the link from a mail; opening the link uses nothing up, sending the form does."""
    token = request.GET.get("link", "")[:TOKEN_LENGTH]
    context = {"login_url": reverse("login"), "reset_url": reverse("password_forgotten")}
    refuse_too_many(request.actor, "link")
    if not reads.link_lives(request.actor, token=token):
        count(request.actor, "link")
        return render(request, "account/password_new.html", {**context, "link_dead": True, "form": None}, status=409)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_password(request.actor, token=token, password=form.cleaned_data["password"])
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("Your password is set. Sign in with it."))
            return HttpResponseRedirect(reverse("login"), status=SEE_OTHER)
    return render(request, "account/password_new.html", {**context, "form": form}, status=409 if form.errors else 200)


@page(AccountsPermission.OWN_PASSWORD)
def change_password(request: PageRequest) -> HttpResponse:
    """Change one's own password; other sessions end, this one goes on."""
    form = ChangePasswordForm(request.POST or None)
    user: Any = request.user

    def run(data: dict[str, str]) -> None:
        commands.change_password(request.actor, old=data["old"], password=data["password"])
        user.refresh_from_db()
        update_session_auth_hash(request, user)

    response = submit(
        request,
        form,
        run,
        done=reverse("home"),
        said=_("Your password is changed. Other devices were signed out."),
        context={"page_title": _("Change password"), "cancel_url": reverse("home")},
    )
    if "old" in form.errors and form.data.get("old"):
        failed(request.actor, email=user.email)
    return response


@page(AccountsPermission.OWN_PASSWORD)
def account(request: PageRequest) -> HttpResponse:
    """Who one is here: the seats one has, and the way to change the password."""
    user: Any = request.user
    seats = reads.own_seats(request.actor)
    actions = [{"label": _("Change password"), "url": reverse("password_change"), "icon": "lock"}]
    if len(seats) > 1:
        actions.append({"label": _("Choose for whom you act"), "url": reverse("seat"), "icon": "users"})
    facts = [(_("E-mail"), user.email)] + [(seat.role_name, seat.party_name or "Muhatap") for seat in seats]
    record = {"title": user.name, "subtitle": _("My account"), "facts": facts}
    return render(request, "web/record.html", {"record": record, "actions": actions})


class SeatForm(forms.Form):
    """Which of one's seats to take."""

    seat = forms.TypedChoiceField(label=gettext_lazy("I act for"), coerce=int, widget=forms.RadioSelect)


@page(AccountsPermission.OWN_PASSWORD)
def choose_seat(request: PageRequest) -> HttpResponse:
    """Take another of one's own seats."""
    seats = reads.own_seats(request.actor)
    now = request.session.get("seat") or (seats[0].seat_id if seats else None)
    form = SeatForm(request.POST or None, initial={"seat": now})
    field: Any = form.fields["seat"]
    field.choices = [(seat.seat_id, " · ".join(filter(None, (seat.party_name, seat.role_name)))) for seat in seats]

    def take(data: dict[str, int]) -> None:
        request.session["seat"] = data["seat"]

    return submit(
        request,
        form,
        take,
        done=reverse("home"),
        context={
            "page_title": _("Choose for whom you act"),
            "submit_label": _("Continue"),
            "cancel_url": reverse("home"),
        },
    )


ROUTES = [
    path("account/", account, name="account"),
    path("password/forgotten/", forgotten, name="password_forgotten"),
    path("password/asked/", asked, name="password_asked"),
    path("password/set/", set_password, name="password_set"),
    path("password/change/", change_password, name="password_change"),
    path("seat/", choose_seat, name="seat"),
]
