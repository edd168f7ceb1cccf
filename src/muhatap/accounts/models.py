"""Users, their seats, the links that let them set a password, and sessions that belong to one face."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muhatap.kernel import wall
from muhatap.kernel.actors import Audience
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row
from muhatap.kernel.wall import Wall
from muhatap.parties.models import Party


class Role(models.TextChoices):
    """What somebody is seated as; `roles.py` says what each role may do."""

    CUSTOMER_SERVICE = "customer_service", _("Customer services")
    CONTRACT_DESK = "contract_desk", _("Contract desk")
    NETWORK_DESK = "network_desk", _("Network desk")
    PROJECT_MANAGER = "project_manager", _("Project manager")
    AUDITOR = "auditor", _("Auditor")
    FINANCE = "finance", _("Finance")
    MANAGEMENT = "management", _("Management")
    ADMINISTRATOR = "administrator", _("Administrator")
    CUSTOMER_DECISION = "customer_decision", _("Decision maker")
    CUSTOMER_SITE = "customer_site", _("Site manager")
    CUSTOMER_FINANCE = "customer_finance", _("Customer finance")
    MEMBER_OWNER = "member_owner", _("Member owner")
    MEMBER_OPERATIONS = "member_operations", _("Member operations")
    MEMBER_CREW_LEAD = "member_crew_lead", _("Crew lead")
    MEMBER_FINANCE = "member_finance", _("Member finance")

    @property
    def audience(self) -> Audience:
        """The face this role stands in front of."""
        head = self.value.partition("_")[0]
        if self is Role.CUSTOMER_SERVICE or head not in {"customer", "member"}:
            return Audience.DESK
        return Audience(head)


# Before it is known who asks: the users of this side; afterwards: oneself and those of one's own party.
_KNOWN = (
    "({party} IS NULL OR id = {user}"
    " OR id IN (SELECT s.user_id FROM accounts_seat s WHERE s.party_id = {party})"
    " OR id IN (SELECT l.user_id FROM accounts_accesslink l WHERE l.token_hash = {token}))"
)


def _own_side(side: Audience) -> wall.Door:
    return wall.where(
        f"audience = '{side.value}' AND {_KNOWN}",
        lambda actor: Q(audience=actor.audience.value),
        update=("last_login", "password"),
    )


class UserManager(BaseUserManager.from_queryset(wall.WalledQuerySet)):  # type: ignore[misc]
    """Users behind the wall, found by e-mail."""


class User(AbstractBaseUser):
    """Somebody who logs in, at exactly one face."""

    objects = UserManager()
    # Read before it is known who asks, so a portal sees the users of its own side alone.
    wall: ClassVar[Wall] = wall.scoped(customer=_own_side(Audience.CUSTOMER), member=_own_side(Audience.MEMBER))
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    audience = models.CharField(max_length=10, choices=[(side.value, side.value) for side in Audience])
    language = models.CharField(max_length=2, default="tr")
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


_OWN_SEATS = wall.where(
    "party_id IS NOT NULL AND ({party} IS NULL OR party_id = {party} OR user_id = {user})",
    lambda actor: Q(user_id=actor.user_id) | Q(party_id=actor.party_id, party_id__isnull=False),
)


class Seat(Row):
    """A user acts for a party (none: the prime's desk) in a role."""

    wall = wall.scoped(customer=_OWN_SEATS, member=_OWN_SEATS)

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="seats")
    role = models.CharField(max_length=30, choices=Role.choices)
    # The company's name for who chooses between seats: acting for one, the others lie beyond the wall.
    party_name = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "party", "role"], nulls_distinct=False, name="seat_once")
        ]


class Purpose(models.TextChoices):
    """What a link in a mail is for."""

    INVITATION = "invitation", _("invitation")
    RESET = "reset", _("new password")


_IN_HAND = wall.where("token_hash <> '' AND token_hash = {token}", lambda actor: ~Q(token_hash=""), update=("used_at",))


class AccessLink(Row):
    """A link that lets one user set a password, once: its secret is made where the mail is written."""

    wall = wall.scoped(customer=_IN_HAND, member=_IN_HAND)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    # SHA-256 of the secret (256 bits of chance, so no salt is needed); blank until the mail is written.
    token_hash = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "made_at"], name="access_link_user")]
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="access_link_token_once")
        ]


class Wish(models.TextChoices):
    """Where a company's wish about its own people stands."""

    WAITING = "waiting", _("being done")
    DONE = "done", _("done")
    REFUSED = "refused", _("not possible")


class SeatRequest(Row):
    """A company seats or unseats one of its own people; the desk's side does it at once or says why not."""

    wall = wall.scoped(customer=wall.by("party", insert=True), member=wall.by("party", insert=True))

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=30, choices=Role.choices, blank=True)
    # The seat to take away; not a foreign key, because the wish outlives the seat.
    seat_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=10, choices=Wish.choices, default=Wish.WAITING)
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party", "asked_at"], name="seat_request_party")]


_OWN_VIEWS = wall.where(
    "party_id = {party} AND (user_id = {user} OR shared)",
    lambda actor: Q(party_id=actor.party_id) & (Q(user_id=actor.user_id) | Q(shared=True)),
    insert=True,
    update=("name", "query", "shared"),
    delete=True,
)


class ListView(Row):
    """A list as somebody wants to see it again: filters, order and columns under a name, perhaps shared.

    Shared with everybody at the desk, or with the people of one's own company at a portal.
    """

    wall = wall.scoped(customer=_OWN_VIEWS, member=_OWN_VIEWS)

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="views")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    # The address of the list, and what stands behind its question mark.
    page = models.CharField(max_length=200)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    shared = models.BooleanField(default=False)
    # Who made it, for those it is shared with: at a portal other users lie beyond the wall.
    author = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["party", "page"], name="list_view_page")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "party", "page", "name"], nulls_distinct=False, name="list_view_once"
            )
        ]


LIFECYCLE = Lifecycle("accounts.SeatRequest", {Wish.WAITING: {Wish.DONE, Wish.REFUSED}})


def _own_sessions(side: Audience) -> wall.Door:
    door = wall.where(
        f"face = '{side.value}'",
        lambda actor: Q(pk__in=[]),
        insert=True,
        update=("session_data", "expire_date", "user_id"),
    )
    return wall.Door(door.where, door.seen, insert=True, update=door.update, delete=True)


class FaceSession(AbstractBaseSession):
    """A session of one face: the login of another face cannot read it."""

    wall: ClassVar[Wall] = wall.scoped(
        customer=_own_sessions(Audience.CUSTOMER),
        member=_own_sessions(Audience.MEMBER),
        public=_own_sessions(Audience.PUBLIC),
    )

    face = models.CharField(max_length=10)
    user_id = models.BigIntegerField(null=True)

    @classmethod
    def get_session_store_class(cls) -> type:
        from muhatap.accounts.sessions import SessionStore

        return SessionStore


class Attempt(Row):
    """Something that may be tried only so often: a wrong password, a form sent without a login.

    The key is a keyed hash of what was tried and from which address (or for which account): it names nobody.
    """

    wall = wall.Wall(
        wall.Class.TRAIL,
        {side: wall.Door("true", lambda actor: Q(pk__in=[]), insert=True) for side in wall.PORTALS},
    )

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="login_attempt_key")]
