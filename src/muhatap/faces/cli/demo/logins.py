"""One login per role of the demo; the only place where passwords are known, and the demo binds to the loopback alone."""

from __future__ import annotations

PASSWORD = "muhatap-demo-2026"
DESK = (
    ("customer_service", "Müşteri hizmetleri", "Deniz Kaya", "musteri@n.example"),
    ("contract_desk", "Sözleşme masası", "Selin Aydın", "sozlesme@n.example"),
    ("network_desk", "Ağ masası", "Kerem Uslu", "ag@n.example"),
    ("project_manager", "Proje sorumlusu", "Ece Tanrıverdi", "proje@n.example"),
    ("auditor", "Denetçi", "Onur Sezgin", "denetim@n.example"),
    ("finance", "Finans", "Gizem Altın", "finans@n.example"),
    ("management", "Yönetim", "Levent Nalbant", "yonetim@n.example"),
    ("administrator", "Yönetici", "Ada Yurt", "sistem@n.example"),
)
CUSTOMER = (
    ("customer_decision", "Karar verici (Pusula Sigorta)", "karar@pusula.example"),
    ("customer_site", "Saha sorumlusu (Pusula Sigorta)", "saha@pusula.example"),
    ("customer_finance", "Finans (Pusula Sigorta)", "finans@pusula.example"),
)
MEMBER = (
    ("member_owner", "Üye sahibi (Pırıltı Temizlik)", "sahip@uye1.example"),
    ("member_operations", "Üye operasyon (Pırıltı Temizlik)", "operasyon@uye1.example"),
    ("member_crew_lead", "Ekip sorumlusu (Pırıltı Temizlik)", "ekip@uye1.example"),
    ("member_finance", "Üye finans (Pırıltı Temizlik)", "finans@uye1.example"),
)
LOGINS: list[tuple[str, str, str, str]] = [
    *[("desk", title, email, PASSWORD) for _, title, _, email in DESK],
    *[("customer", title, email, PASSWORD) for _, title, email in CUSTOMER],
    *[("member", title, email, PASSWORD) for _, title, email in MEMBER],
]
