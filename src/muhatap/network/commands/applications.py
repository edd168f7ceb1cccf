"""Take companies in: apply, review, state conditions, approve or refuse, invite."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from muhatap.accounts.attempts import allow
from muhatap.accounts.commands import invite_user, seat_user
from muhatap.accounts.models import Role, User
from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor, Audience, system
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.numbering import next_number
from muhatap.kernel.wall import show_token
from muhatap.network.commands.conditions import NewCondition
from muhatap.network.events import (
    ApplicationApproved,
    ApplicationReceived,
    ApplicationRefused,
    ApplicationReviewed,
    ApplicationWithdrawn,
    ConditionsStated,
    InvitedToApply,
)
from muhatap.network.models import (
    APPLICATION_LIFECYCLE,
    Application,
    ApplicationStatus,
    Condition,
    Invitation,
    Member,
    Qualification,
)
from muhatap.network.permissions import NetworkPermission
from muhatap.network.reads.applications import needs_second_person
from muhatap.parties import rules as party_rules
from muhatap.parties.commands import add_contact, become_member, register_party
from muhatap.parties.models import Party

SERIES = "BS"
BEST_SCORE = 100


class NoSuchInvitation(Refusal):
    """The link of an invitation is not known."""


class ConditionsOpen(Refusal):
    """Something the applicant must bring before it is taken in is still missing."""


class SecondPersonNeeded(Refusal):
    """Who reviewed an application, or belongs to the company, does not take it in."""


class AlreadyMember(Refusal):
    """The company is a member already."""


def _checked(tax_number: str, services: Sequence[str], workers: int) -> dict[str, Any]:
    """Who applies, for what, with how many. Raises: InvalidInput, WrongTaxNumber."""
    if not services:
        raise InvalidInput(_("Choose at least one service you deliver."), field="services")
    if workers < 1:
        raise InvalidInput(_("Write how many people work for you; at least 1."), field="workers")
    number = party_rules.tax_number(tax_number)
    if not number:
        raise InvalidInput(_("Write the tax number of the company."), field="tax_number")
    return {"tax_number": number, "services": sorted(set(services)), "workers": workers}


def _secret(actor: Actor) -> str:
    """The secret of a progress page, opened to the visitor it is made for."""
    token = secrets.token_urlsafe(24)
    if actor.audience is Audience.PUBLIC:
        show_token(token)
    return token


@command(NetworkPermission.APPLY)
def apply(
    actor: Actor,
    *,
    company_name: str,
    tax_number: str,
    tax_office: str,
    contact_name: str,
    phone: str,
    email: str,
    district_id: int,
    services: Sequence[str],
    workers: int,
    provinces: Sequence[str] = (),
    address: str = "",
    about: str = "",
    invitation_token: str = "",
) -> Application:
    """Ask to become a member; the answer carries the secret of the progress page.

    Raises: InvalidInput, WrongTaxNumber, WrongPhone, NoSuchInvitation, TooManyAttempts.
    """
    allow(actor, "application")
    invitation = _invitation(actor, invitation_token)
    application = Application(
        number=next_number(SERIES, actor.today.year),
        token=_secret(actor),  # after the invitation's: the wall holds one secret at a time
        invitation=invitation,
        **_checked(tax_number, services, workers),
        **_words(company_name=company_name, tax_office=tax_office, contact_name=contact_name),
        phone=party_rules.phone(phone),
        email=email.strip().lower(),
        district_id=district_id,
        address=address.strip(),
        provinces=sorted(set(provinces)),
        about=about.strip(),
        received_at=actor.now,
    )
    return _received(actor, application)


def _received(actor: Actor, application: Application) -> Application:
    """Keep a new application and tell the applicant where to follow it."""
    application.save(force_insert=True)
    _tell(application, "application_received")
    announce(ApplicationReceived(application_id=application.pk), by=actor)
    return application


def _words(**given: str) -> dict[str, str]:
    """Texts by field, each filled in and without needless blanks. Raises: InvalidInput."""
    words = {field: " ".join(text.split()) for field, text in given.items()}
    for field, text in words.items():
        if not text:
            raise InvalidInput(_("This must be filled in."), field=field)
    return words


def _invitation(actor: Actor, token: str) -> Invitation | None:
    if not token:
        return None
    if actor.audience is Audience.PUBLIC:
        show_token(token)
    invitation = Invitation.objects.filter(token=token).first()
    if invitation is None:
        raise NoSuchInvitation(_("This invitation is not known. Open the application page without it."))
    return invitation


@command(NetworkPermission.INVITE)
def invite(
    actor: Actor,
    *,
    email: str,
    company_name: str = "",
    service_id: str | None = None,
    district_id: int | None = None,
    message: str = "",
) -> Invitation:
    """Ask a company to apply, for a service in a district; the link goes out by mail. Raises: InvalidInput."""
    if "@" not in email:
        raise InvalidInput(_("Write the e-mail address the invitation goes to."), field="email")
    invitation = Invitation(
        token=secrets.token_urlsafe(24),
        company_name=" ".join(company_name.split()),
        email=email.strip().lower(),
        service_id=service_id,
        district_id=district_id,
        message=message.strip(),
        invited_at=actor.now,
        invited_by_id=actor.user_id,
    )
    invitation.save(force_insert=True)
    _write(
        "apply_invitation",
        invitation.email,
        f"apply/?invitation={invitation.token}",
        actor.language,
        {"company": invitation.company_name, "message": invitation.message},
    )
    announce(InvitedToApply(invitation_id=invitation.pk), by=actor)
    return invitation


def _write(template: str, to: str, path: str, language: str, facts: dict[str, str]) -> None:
    """Leave a letter with the link of an applicant in the outbox."""
    jobs.put(
        "mail",
        {"template": template, "to": to, "language": language, "face": "public", "path": path, "facts": facts},
    )


def _tell(application: Application, letter: str = "application_moved") -> None:
    """Tell an applicant that its application arrived, or has moved on."""
    _write(
        letter,
        application.email,
        f"apply/{application.token}/",
        "tr",
        {"name": application.contact_name, "number": application.number, "company": application.company_name},
    )


def _locked(actor: Actor, application_id: int) -> Application:
    row: Application = Application.objects.visible_to(actor).select_for_update().get(pk=application_id)
    return row


@command(NetworkPermission.REVIEW)
def review_application(actor: Actor, *, application_id: int) -> Application:
    """Take an application up."""
    application = _locked(actor, application_id)
    application.status = APPLICATION_LIFECYCLE.move(application.status, ApplicationStatus.REVIEW)
    application.reviewer_id = actor.user_id
    application.save(update_fields=["status", "reviewer"])
    announce(ApplicationReviewed(application_id=application.pk), by=actor)
    return application


@command(NetworkPermission.REVIEW)
def state_conditions(
    actor: Actor, *, application_id: int, conditions: Sequence[NewCondition], score: int | None = None
) -> Application:
    """Tell an applicant what is missing; without a score (0 to 100) that of its questionnaire stands.

    Raises: InvalidInput.
    """
    application = _locked(actor, application_id)
    if score is None:
        score = (
            Qualification.objects.filter(application=application)
            .order_by("-answered_at")
            .values_list("score", flat=True)
            .first()
        )
    if score is not None and not 0 <= score <= BEST_SCORE:
        raise InvalidInput(_("The score lies between 0 and 100."), field="score")
    if not conditions:
        raise InvalidInput(_("State at least one condition, or approve the application."), field="conditions")
    if any(condition.due_on < actor.today for condition in conditions):
        raise InvalidInput(_("A condition cannot be due in the past. Choose a later day."), field="due_on")
    application.status = APPLICATION_LIFECYCLE.move(application.status, ApplicationStatus.CONDITIONS)
    application.score = score
    application.stated_by_id = actor.user_id
    application.save(update_fields=["status", "score", "stated_by"])
    rows = [condition.row(application=application) for condition in conditions]
    Condition.objects.bulk_create(rows)
    _tell(application)
    announce(ConditionsStated(application_id=application.pk, condition_ids=tuple(row.pk for row in rows)), by=actor)
    return application


@command(NetworkPermission.REVIEW)
def refuse_application(actor: Actor, *, application_id: int, reason: str) -> Application:
    """Say no to an applicant, with a reason it reads. Raises: InvalidInput."""
    if not reason.strip():
        raise InvalidInput(_("Write the reason; the applicant reads it."), field="reason")
    application = _decide(actor, application_id, ApplicationStatus.REFUSED, reason.strip())
    _tell(application)
    announce(ApplicationRefused(application_id=application.pk, reason=application.decision_reason), by=actor)
    return application


@command(NetworkPermission.REVIEW)
def withdraw_application(actor: Actor, *, application_id: int, reason: str = "") -> Application:
    """Note that an applicant took its application back."""
    application = _decide(actor, application_id, ApplicationStatus.WITHDRAWN, reason.strip())
    announce(ApplicationWithdrawn(application_id=application.pk), by=actor)
    return application


def _decide(actor: Actor, application_id: int, status: ApplicationStatus, reason: str = "") -> Application:
    application = _locked(actor, application_id)
    application.status = APPLICATION_LIFECYCLE.move(application.status, status)
    application.decided_at = actor.now
    application.decision_reason = reason
    application.save(update_fields=["status", "decided_at", "decision_reason"])
    return application


@command(NetworkPermission.APPROVE)
def approve_application(actor: Actor, *, application_id: int) -> Member:
    """Take an applicant in: party, member, the owner's seat; what is still due stays as the member's conditions.

    A second person decides: neither who reviewed it or stated its conditions, nor anybody of the company. Where only
    one person of the desk holds the right, that person decides alone about what it reviewed, and the application says
    so; about one's own company nobody ever decides. Raises: SecondPersonNeeded, ConditionsOpen, AlreadyMember,
    WrongSide.
    """
    application = _locked(actor, application_id)
    alone = _second_person(actor, application)
    missing = list(Condition.objects.filter(application=application, before_approval=True, met_on__isnull=True))
    if missing:
        raise ConditionsOpen(
            _("Before approval this must be met: %(what)s.") % {"what": "; ".join(row.text for row in missing)}
        )
    application.status = APPLICATION_LIFECYCLE.move(application.status, ApplicationStatus.APPROVED)
    # The house registers the company and seats its owner: the network desk needs no rights over parties and users.
    house = system(actor.now, name=actor.name)
    party = _party_of(house, application)
    member = Member(party=party, joined_on=actor.today, about=application.about, workers=application.workers)
    member.save(force_insert=True)
    application.member = party
    application.decided_at = actor.now
    application.decision_reason = _("Taken in by the only person who holds the right.") if alone else ""
    application.save(update_fields=["status", "member", "decided_at", "decision_reason"])
    Condition.objects.filter(application=application).update(member=party)
    Qualification.objects.filter(application=application).update(member=party)
    add_contact(
        house, party_id=party.pk, name=application.contact_name, phone=application.phone, email=application.email
    )
    owner_id = seat_user(
        house, name=application.contact_name, email=application.email, role=Role.MEMBER_OWNER, party_id=party.pk
    )
    invite_user(house, user_id=owner_id)
    announce(ApplicationApproved(application_id=application.pk, member_id=party.pk), by=actor)
    return member


def _second_person(actor: Actor, application: Application) -> bool:
    """Whether the actor decides alone, because nobody else may. Raises: SecondPersonNeeded."""
    mine = User.objects.filter(pk=actor.user_id, email=application.email) | User.objects.filter(
        pk=actor.user_id, seats__party__tax_number=application.tax_number
    )
    if mine.exists():
        raise SecondPersonNeeded(_("This is your own company. Somebody else of the desk decides about it."))
    reviewed_by = {application.reviewer_id, application.stated_by_id}
    if needs_second_person(actor, reviewed_by=reviewed_by):
        raise SecondPersonNeeded(
            _("You reviewed this application yourself; a second person who may take companies in has to approve it.")
        )
    return actor.user_id is not None and actor.user_id in reviewed_by


def _party_of(house: Actor, application: Application) -> Party:
    known = Party.objects.filter(tax_number=application.tax_number).first()
    if known is None:
        return register_party(
            house,
            name=application.company_name,
            is_company=len(application.tax_number) == party_rules.VKN_DIGITS,
            tax_number=application.tax_number,
            tax_office=application.tax_office,
            phone=application.phone,
            email=application.email,
            address=application.address,
            district_id=application.district_id,
            is_member=True,
        )
    if Member.objects.filter(party_id=known.pk).exists():
        raise AlreadyMember(
            _("%(name)s is a member already. Refuse this application and work with the member's record.")
            % {"name": known.name}
        )
    return become_member(house, party_id=known.pk)
