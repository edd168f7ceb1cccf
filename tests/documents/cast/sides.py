"""Who stands on the papers: companies, signatures, photos, the heads of papers."""

import io
from datetime import UTC, date, datetime

from PIL import Image, ImageDraw

from muhatap.documents import inputs as paper

PRIME = paper.Company(
    name="Muhatap Entegre Hizmetler A.Ş.",
    address="Büyükdere Cad. No: 112/5, Şişli, İstanbul",
    tax_office="Mecidiyeköy",
    tax_number="1234567808",
    phone="0212 555 01 12",
    email="iletisim@muhatap.example",
    represented_by="Çiğdem Işıkoğlu",
)
CUSTOMER = paper.Company(
    name="Pusula Sigorta A.Ş.",
    address="Levent Mah. Çınar Sok. No: 4, Beşiktaş, İstanbul",
    tax_office="Beşiktaş",
    tax_number="9876543217",
    represented_by="Ömer Şükrü Güneş",
)
MEMBER = paper.Company(
    name="Pırıltı Temizlik Ltd. Şti.",
    address="Yenişehir Mah. Ihlamur Cad. No: 18, Nilüfer, Bursa",
    tax_office="Nilüfer",
    tax_number="1112223334",
    represented_by="İbrahim Ağaoğlu",
)
SNAPSHOT = "3f2a9c417be05d6681f4a2c9d3e7b8065af1c2d94e6b7a8039d5f1e2c3b4a596"


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of 2026 in UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def head(number: str) -> paper.Head:
    """The head of a paper made on 22 November 2026."""
    return paper.Head(PRIME, number, date(2026, 11, 22))


def photo(caption: str, shade: str = "#8fb3d3") -> paper.Photo:
    """A drawn photo."""
    image = Image.new("RGB", (640, 420), shade)
    ImageDraw.Draw(image).rectangle((120, 90, 520, 330), fill="#f4f6f9", outline="#1f4e79", width=8)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=70)
    return paper.Photo(target.getvalue(), caption, at(20, 7, 42))


def signatures(signed: bool = False) -> tuple[paper.Signature, ...]:
    """Customer and prime, before or after signing."""
    when = at(22, 8, 5) if signed else None
    method = "Portal, tek kullanımlık kod" if signed else ""
    return (
        paper.Signature("Müşteri", CUSTOMER.name, "Ömer Şükrü Güneş", "İdari İşler Müdürü", when, method),
        paper.Signature("Ana yüklenici", PRIME.name, "Çiğdem Işıkoğlu", "Genel Müdür", when, method),
    )


def three_sides() -> tuple[paper.Signature, ...]:
    """Customer, prime and member."""
    return (*signatures(), paper.Signature("Üye kuruluş", MEMBER.name, "İbrahim Ağaoğlu", "Şirket Müdürü"))
