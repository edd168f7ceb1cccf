"""Log in and out at a face, and choose the language."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.accounts.attempts import TooManyAttempts, failed, refuse_guessing
from muhatap.faces.web.pages import SEE_OTHER, PageRequest, came_from, page, render


class LoginForm(forms.Form):
    """E-mail and password."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), widget=forms.EmailInput({"autocomplete": "username"}))
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


@page(None)
def log_in(request: PageRequest) -> HttpResponse:
    """Log in; afterwards go to the page that was asked for."""
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, password = form.cleaned_data["email"], form.cleaned_data["password"]
        try:
            refuse_guessing(request.actor, email=email)
            user = authenticate(request, username=email, password=password)
            if user is not None:
                login(request, user)
                return HttpResponseRedirect(_next(request), status=SEE_OTHER)
            failed(request.actor, email=email)
            form.add_error(None, _("E-mail or password is wrong. Check both and try again."))
        except TooManyAttempts as refusal:
            form.add_error(None, refusal.message)
    context = {
        "form": form,
        "page_title": _("Log in"),
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "reset_url": reverse("password_forgotten"),
    }
    return render(request, "account/login.html", context, status=409 if form.errors else 200)


def _next(request: PageRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or "/"
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else "/"


@page(None)
def log_out(request: PageRequest) -> HttpResponse:
    """Log out."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    logout(request)
    return HttpResponseRedirect(reverse("login"), status=SEE_OTHER)


@page(None)
def language(request: PageRequest, code: str) -> HttpResponse:
    """Choose the language of the pages."""
    response = HttpResponseRedirect(came_from(request), status=SEE_OTHER)
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 86400, samesite="Lax", secure=settings.SECURE
        )
    return response
