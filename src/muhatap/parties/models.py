"""Companies and people, where they are, and who has been shown to whom."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.models import Row
from muhatap.kernel.text import Fold


class TaxClass(models.TextChoices):
    """Class of a buyer or seller for partial VAT withholding (KDVGUT I/C-2.1.3.1)."""

    A = "A", _("VAT taxpayer")
    B = "B", _("designated buyer")
    B13 = "B13", _("designated buyer, also for other services")
    N = "N", _("no VAT registration")


class Province(Row):
    """One of the 81 provinces; its code is the plate code."""

    wall = wall.REFERENCE

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=40)
    region_tr = models.CharField(max_length=40)
    region_en = models.CharField(max_length=40)
    latitude = models.FloatField()
    longitude = models.FloatField()


class District(Row):
    """One of the 973 districts with a representative point."""

    wall = wall.REFERENCE

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="districts")
    name = models.CharField(max_length=60)
    latitude = models.FloatField()
    longitude = models.FloatField()
    postal_code = models.CharField(max_length=5, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["province", "name"], name="district_once")]


class Bank(Row):
    """A bank by the code inside an IBAN (digits 5 to 9)."""

    wall = wall.REFERENCE

    code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=120)
    bic = models.CharField(max_length=11, blank=True)


_KNOWN_PARTY = wall.where(
    "id = {party} OR is_prime OR id IN"
    " (SELECT d.party_id FROM parties_disclosure d WHERE d.viewer_id = {party} AND d.party_id IS NOT NULL)",
    lambda actor: (
        Q(pk=actor.party_id)
        | Q(is_prime=True)
        | Q(pk__in=Disclosure.objects.filter(viewer_id=actor.party_id, party__isnull=False).values("party_id"))
    ),
)


@tracked
class Party(Row):
    """Any company or person we deal with: the prime itself, customers, members, applicants."""

    wall = wall.scoped(
        customer=_KNOWN_PARTY,
        member=_KNOWN_PARTY,
        public=wall.where("is_prime", lambda actor: Q(is_prime=True)),
    )

    name = models.CharField(_("registered name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80)
    is_company = models.BooleanField(default=True)
    tax_number = models.CharField(_("VKN / TCKN"), max_length=11, blank=True)
    tax_office = models.CharField(_("tax office"), max_length=80, blank=True)
    tax_class = models.CharField(max_length=3, choices=TaxClass.choices, default=TaxClass.A)
    einvoice_registered = models.BooleanField(default=True)
    is_prime = models.BooleanField(default=False)
    is_customer = models.BooleanField(default=False)
    is_member = models.BooleanField(default=False)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(OpClass(Fold("name"), name="gin_trgm_ops"), name="party_name")]
        constraints = [
            models.UniqueConstraint(fields=["tax_number"], condition=~Q(tax_number=""), name="party_tax_number_once"),
            models.UniqueConstraint(fields=["is_prime"], condition=Q(is_prime=True), name="one_prime"),
        ]

    def __str__(self) -> str:
        return self.short_name


class ContactRole(models.TextChoices):
    """What a contact is to be asked."""

    DECISION = "decision", _("decision maker")
    SITE = "site", _("site")
    FINANCE = "finance", _("finance")
    LEGAL = "legal", _("legal")
    OPERATIONS = "operations", _("operations")
    OUT_OF_HOURS = "out_of_hours", _("out of hours")


class Contact(Row):
    """A person to speak to at a party."""

    wall = wall.scoped(customer=wall.by("party"), member=wall.by("party"))

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=20, choices=ContactRole.choices, default=ContactRole.DECISION)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["party", "role"], name="contact_party")]


@tracked
class Location(Row):
    """A site of a customer, where services are delivered."""

    wall = wall.scoped(
        customer=wall.by("customer"),
        member=wall.where(
            "id IN (SELECT d.location_id FROM parties_disclosure d"
            " WHERE d.viewer_id = {party} AND d.location_id IS NOT NULL)",
            lambda actor: Q(
                pk__in=Disclosure.objects.filter(viewer_id=actor.party_id, location__isnull=False).values("location_id")
            ),
        ),
    )

    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="locations")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300, blank=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    area_m2 = models.IntegerField(null=True)
    opening_hours = models.CharField(max_length=120, blank=True)
    access_notes = models.CharField(max_length=300, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    # Shown as a QR code at the entrance; the crew lead's phone sends it back as presence.
    check_in_code = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [GinIndex(OpClass(Fold("name"), name="gin_trgm_ops"), name="location_name")]
        constraints = [models.UniqueConstraint(fields=["customer", "code"], name="location_code_once")]

    def __str__(self) -> str:
        return self.name


@tracked
class BankAccount(Row):
    """An account of a party, usable for payments from a day on (a changed IBAN cools off first)."""

    wall = wall.scoped(customer=wall.by("party"), member=wall.by("party"))

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="bank_accounts")
    iban = models.CharField(max_length=26)
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, null=True)
    usable_from = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party", "usable_from"], name="bank_account_party")]


class Disclosure(Row):
    """A party or location whose name was opened to another party, and why (the identity wall)."""

    wall = wall.scoped(customer=wall.by("viewer"), member=wall.by("viewer"))

    viewer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=120)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["viewer", "party", "location"], nulls_distinct=False, name="disclosure_once"
            )
        ]
