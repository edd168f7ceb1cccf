"""Parties and their sites, made by commands."""

from __future__ import annotations

from muhatap.kernel.actors import Actor
from muhatap.parties import commands
from muhatap.parties.models import District, Location, Party

# A number whose check digit fits (VUK GT 257), of no known company.
VKN = "6300500004"
OTHER_VKN = "1234567890"


def district(name: str = "Şişli", province: str = "34") -> District:
    """A district by name."""
    found: District = District.objects.get(province_id=province, name=name)
    return found


def customer(desk: Actor, name: str = "Ada Gıda Sanayi A.Ş.", tax_number: str = "") -> Party:
    """A customer registered at the desk."""
    return commands.register_party(desk, name=name, tax_number=tax_number, is_customer=True, district_id=district().pk)


def location(desk: Actor, customer_id: int, name: str = "Levent Ofis", district_name: str = "Şişli") -> Location:
    """A site of a customer."""
    return commands.register_location(desk, customer_id=customer_id, name=name, district_id=district(district_name).pk)
