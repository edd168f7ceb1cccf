"""Who signs in which order, the one-time codes, and the signatures with their evidence."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muhatap.agreements.models.agreements import CUSTOMER_KINDS, MEMBER_KINDS, Agreement, Kind
from muhatap.agreements.models.versions import AgreementVersion
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row, StoredFile
from muhatap.parties.models import Party


class Side(models.TextChoices):
    """For whom somebody signs."""

    PRIME = "prime", _("us")
    PARTY = "party", _("the other party")


class SlotStatus(models.TextChoices):
    """Where a place to sign stands: nobody signs before the earlier ones."""

    WAITING = "waiting", _("waits its turn")
    OPEN = "open", _("to be signed")
    SIGNED = "signed", _("signed")
    DECLINED = "declined", _("declined")
    VOID = "void", _("no longer needed")


class Method(models.TextChoices):
    """How somebody signed."""

    CODE = "code", _("portal with one-time code")
    PAPER = "paper", _("ink on paper, scanned")


def _of_shown(
    column: str, table: str, path: str, *, insert: bool = False, update: tuple[str, ...] = (), append_only: bool = False
) -> wall.Wall:
    """Rows that hang on a shown version, for both portals."""

    def door(kinds: tuple[Kind, ...]) -> wall.Door:
        seen = {f"{path}shown": True, f"{path}agreement__shown": True, f"{path}agreement__kind__in": kinds}
        return wall.where(
            f"party_id = {{party}} AND {column} IN (SELECT x.id FROM {table} x)",  # noqa: S608 our own tables
            lambda actor: Q(party_id=actor.party_id, **seen),
            insert=insert,
            update=update,
        )

    return wall.scoped(customer=door(CUSTOMER_KINDS), member=door(MEMBER_KINDS), append_only=append_only)


@tracked
class SignatureSlot(Row):
    """A place to sign in a version: its turn, the side, who signs and where the code goes."""

    wall = _of_shown("version_id", "agreements_agreementversion", "version__", update=("status", "note"))

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="slots")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    position = models.IntegerField()
    side = models.CharField(max_length=5, choices=Side.choices)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    email = models.EmailField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=SlotStatus.choices, default=SlotStatus.WAITING)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["party", "status"], name="signature_slot_party"),
            models.Index(fields=["user", "status"], name="signature_slot_user"),
        ]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="signature_slot_turn_once")]


class SigningCode(Row):
    """A one-time code for one slot and one document: only its keyed hash is kept; the mail carries the code."""

    wall = _of_shown(
        "slot_id", "agreements_signatureslot", "slot__version__", insert=True, update=("attempts", "used_at")
    )

    slot = models.ForeignKey(SignatureSlot, on_delete=models.PROTECT, related_name="codes")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    # SHA-256 of the paper that was shown when the code was asked for: the code signs nothing else.
    sha256 = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    code_hash = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party", "slot", "asked_at"], name="signing_code_party")]


class Signature(Row):
    """A signature: who, how, when, from where, and the SHA-256 of the exact bytes that were shown; never changed."""

    wall = _of_shown("slot_id", "agreements_signatureslot", "slot__version__", insert=True, append_only=True)

    slot = models.OneToOneField(SignatureSlot, on_delete=models.PROTECT, related_name="signature")
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="signatures")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signer_name = models.CharField(max_length=120)
    method = models.CharField(max_length=10, choices=Method.choices)
    signed_at = models.DateTimeField()
    address = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)
    evidence = models.JSONField(encoder=DjangoJSONEncoder)
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["party", "version"], name="signature_party")]


SLOT_LIFECYCLE = Lifecycle(
    "agreements.SignatureSlot",
    {
        SlotStatus.WAITING: {SlotStatus.OPEN, SlotStatus.VOID},
        SlotStatus.OPEN: {SlotStatus.SIGNED, SlotStatus.DECLINED, SlotStatus.VOID},
    },
)
