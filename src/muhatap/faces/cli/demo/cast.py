"""The invented people, companies and sites of the demo. Every name is made up; a real company of the same name is not meant."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Wanted:
    """A service a customer wants at each of its sites: service key, quantity, unit price to the customer (₺), pattern."""

    service: str
    quantity: tuple[int, int]
    price: Decimal
    basis: str
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class CustomerCast:
    """A customer: names, trade, tax class, where its sites are, what it wants, and how far its business has come."""

    name: str
    short_name: str
    key: str
    trade: str
    tax_class: str
    person: str
    sites: tuple[tuple[str, str, int], ...]  # province, district, how many
    site_word: str
    wants: tuple[Wanted, ...]
    # running, signing, proposed, visiting, asking: the furthest step its business has come to.
    stage: str = "running"
    starts_days_ago: int = 190
    payment_days: int = 30
    months: int = 24


@dataclass(frozen=True, slots=True)
class MemberCast:
    """A member company: names, what it does, in which provinces, how good it is (0 to 1), and where it stands."""

    name: str
    short_name: str
    key: str
    person: str
    province: str
    district: str
    services: tuple[str, ...]
    reach: tuple[str, ...]
    workers: int
    quality: float = 0.9
    stage: str = "active"
    extra: dict[str, str] = field(default_factory=dict)


MONTHLY, PER_HEAD, VISIT, UNIT = "per_period", "per_head", "per_visit", "per_unit"
WEEKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
WEEKLY = "FREQ=WEEKLY;BYDAY=WE"
MONTH = "FREQ=MONTHLY;BYMONTHDAY=10"

CLEANING = Wanted("office_cleaning", (1, 4), Decimal(46800), PER_HEAD, WEEKLY)
GUARD = Wanted("unarmed_guarding", (1, 3), Decimal(61500), PER_HEAD, WEEKLY)
HVAC = Wanted("hvac_maintenance", (1, 3), Decimal(5400), VISIT, MONTH)
PEST = Wanted("pest_control_general", (1, 1), Decimal(2950), VISIT, MONTH)
GARDEN = Wanted("garden_maintenance", (1, 1), Decimal(18600), MONTHLY, WEEKLY)
MEALS = Wanted("transported_meals", (40, 140), Decimal(168), UNIT, WEEKLY)
SHUTTLE = Wanted("staff_shuttle", (1, 3), Decimal(2350), UNIT, WEEKLY)
LIFT = Wanted("lift_maintenance", (1, 2), Decimal(4100), MONTHLY, MONTH)

CUSTOMERS: tuple[CustomerCast, ...] = (
    CustomerCast(
        "Pusula Sigorta A.Ş.", "Pusula Sigorta", "pusula", "sigorta", "B13", "Nermin Alkan",
        (("34", "Şişli", 5), ("34", "Kadıköy", 4), ("34", "Beşiktaş", 4), ("06", "Çankaya", 5), ("35", "Konak", 4),
         ("16", "Nilüfer", 4), ("07", "Muratpaşa", 4), ("63", "Haliliye", 2), ("27", "Şahinbey", 2)),
        "Şube", (CLEANING, HVAC, PEST), starts_days_ago=196, payment_days=45,
    ),
    CustomerCast(
        "Kervan Depo Lojistik A.Ş.", "Kervan Depo", "kervan", "lojistik", "A", "Serhat Bozkır",
        (("34", "Tuzla", 3), ("41", "Gebze", 4), ("45", "Yunusemre", 2), ("33", "Tarsus", 3)),
        "Depo", (CLEANING, GUARD, SHUTTLE), starts_days_ago=180, payment_days=60,
    ),
    CustomerCast(
        "Kuzey Sofrası Gıda San. A.Ş.", "Kuzey Sofrası", "kuzeysofrasi", "gıda", "A", "Gülay Çetinkaya",
        (("55", "Atakum", 3), ("61", "Ortahisar", 3), ("52", "Altınordu", 3)),
        "Tesis", (CLEANING, PEST, MEALS), starts_days_ago=165, payment_days=30,
    ),
    CustomerCast(
        "Işıldak Eğitim Kurumları A.Ş.", "Işıldak Okulları", "isildak", "eğitim", "A", "Orhan Işıldak",
        (("34", "Ataşehir", 4), ("34", "Bakırköy", 3), ("06", "Yenimahalle", 5), ("35", "Karşıyaka", 4), ("01", "Seyhan", 3),
         ("38", "Melikgazi", 2)),
        "Kampüs", (CLEANING, MEALS, GARDEN), starts_days_ago=150, payment_days=30,
    ),
    CustomerCast(
        "Çınaraltı Sağlık Hizmetleri A.Ş.", "Çınaraltı Sağlık", "cinaralti", "sağlık", "A", "Dr. Leyla Ergin",
        (("34", "Üsküdar", 5), ("34", "Maltepe", 3), ("41", "İzmit", 4)),
        "Hastane", (Wanted("hospital_cleaning", (3, 8), Decimal(51200), PER_HEAD, WEEKLY), LIFT, PEST),
        starts_days_ago=120, payment_days=45,
    ),
    CustomerCast(
        "Yelken Tekstil Mağazacılık A.Ş.", "Yelken Tekstil", "yelken", "perakende", "A", "Burcu Yelken",
        (("34", "Bağcılar", 4), ("34", "Esenyurt", 4), ("16", "Osmangazi", 4), ("35", "Bornova", 4), ("07", "Kepez", 4),
         ("20", "Pamukkale", 5), ("26", "Odunpazarı", 4)),
        "Mağaza", (CLEANING,), starts_days_ago=95, payment_days=30,
    ),
    CustomerCast(
        "Taşpınar Otomotiv Yan Sanayi A.Ş.", "Taşpınar Otomotiv", "taspinar", "sanayi", "A", "Kadir Taşpınar",
        (("16", "İnegöl", 3), ("54", "Arifiye", 3), ("41", "Çayırova", 3)),
        "Fabrika", (Wanted("industrial_cleaning", (3, 6), Decimal(49900), PER_HEAD, WEEKLY), SHUTTLE, GARDEN),
        starts_days_ago=60, payment_days=60,
    ),
    CustomerCast(
        "Harman Perakende Market A.Ş.", "Harman Market", "harman", "perakende", "A", "Tülin Özbay",
        (("42", "Selçuklu", 6), ("42", "Meram", 5), ("42", "Karatay", 4), ("38", "Kocasinan", 5)),
        "Market", (PEST, CLEANING), stage="signing", starts_days_ago=-20,
    ),
    CustomerCast(
        "Gökkubbe Otelcilik ve Turizm A.Ş.", "Gökkubbe Otelleri", "gokkubbe", "turizm", "A", "Hakan Gökmen",
        (("48", "Bodrum", 4), ("07", "Alanya", 4), ("09", "Kuşadası", 4)),
        "Otel", (GARDEN, PEST, LIFT), stage="proposed", starts_days_ago=-45,
    ),
    CustomerCast(
        "Defne İlaç Sanayi A.Ş.", "Defne İlaç", "defne", "ilaç", "A", "Ecz. Sibel Tunç",
        (("34", "Silivri", 2), ("59", "Çerkezköy", 4)),
        "Tesis", (Wanted("disinfection", (400, 900), Decimal("21.5"), UNIT, MONTH), HVAC), stage="visiting", starts_days_ago=-60,
    ),
    CustomerCast(
        "Sarnıç Yazılım ve Danışmanlık A.Ş.", "Sarnıç Yazılım", "sarnic", "teknoloji", "A", "Emre Sarnıç",
        (("06", "Etimesgut", 4), ("34", "Sarıyer", 4)),
        "Ofis", (CLEANING, MEALS), stage="visiting", starts_days_ago=-75,
    ),
    CustomerCast(
        "Mavi Rota Yer Hizmetleri A.Ş.", "Mavi Rota", "mavirota", "havacılık", "A", "Pelin Rota",
        (("34", "Arnavutköy", 4), ("06", "Akyurt", 4)),
        "Terminal", (CLEANING, GUARD), stage="asking", starts_days_ago=-90,
    ),
)  # fmt: skip

_PEOPLE = (
    "Ayşe Demirel", "Murat Şahin", "Fatma Yıldız", "Hüseyin Arslan", "Zeynep Koç", "İbrahim Öztürk", "Elif Aydın", "Yusuf Polat",
    "Songül Kurt", "Mustafa Çelik", "Hatice Güneş", "Ramazan Ateş", "Derya Uçar", "Kemal Bulut", "Nuray Tekin", "Selim Korkmaz",
    "Gamze Sezer", "Volkan Duman", "Sevgi Erdem", "Cengiz Yavuz", "Aslı Toprak", "Barış Keskin", "Meral Acar", "Tolga Aksoy",
    "Filiz Oral", "Uğur Şimşek", "Özlem Turan", "Adem Kılınç", "Yasemin Bilgin", "Ferhat Avcı",
)  # fmt: skip
_FIRST = (
    "Pırıltı", "Usta Eller", "Akpınar", "Berrak", "Yeşilvadi", "Güvenkale", "Lezzet Ocağı", "Anadolu Yol", "Tertemiz", "Ege Parlak",
    "Karadeniz Işık", "Toros", "Sedef", "Doruk", "Nilüfer Su", "Bozkır", "Marmara Usta", "Başkent Nitelik", "İnci", "Kardelen",
    "Yıldırım", "Fırat", "Palmiye", "Zeytindalı", "Poyraz", "Lodos", "Kule", "Siper", "Sofra Başı", "Kazan Dairesi", "Servis Hattı",
    "Menzil", "Uğurböceği", "Kanat", "Defne Dalı", "Ihlamur", "Söğüt", "Çam Kokusu", "Bereket", "Meltem", "Nar", "Gonca", "Selvi",
    "Turna", "Ardıç", "Kayın", "Papatya", "Sümbül", "Erguvan", "Manolya", "Kestane", "Badem", "Kiraz", "Üzüm", "İncir", "Limon",
    "Portakal", "Çınar", "Meşe", "Ladin",
)  # fmt: skip
_TRADES = (
    ("Temizlik", ("office_cleaning", "industrial_cleaning", "hospital_cleaning", "disinfection"), 120),
    ("Teknik", ("hvac_maintenance", "lift_maintenance", "generator_ups"), 35),
    ("Gıda", ("transported_meals", "onsite_catering"), 60),
    ("Turizm Taşımacılık", ("staff_shuttle", "shift_shuttle"), 40),
    ("Güvenlik", ("unarmed_guarding", "mobile_patrol"), 150),
    ("Peyzaj", ("garden_maintenance", "lawn_mowing"), 30),
    ("Çevre Sağlığı", ("pest_control_general", "rodent_control"), 18),
)
# Regions a member can reach from its seat, so that every site of a running customer has somebody and some have not.
_REGIONS = (
    ("34", "Kadıköy", ("34", "41")),
    ("34", "Şişli", ("34", "59")),
    ("06", "Çankaya", ("06", "42", "38")),
    ("35", "Konak", ("35", "45", "09", "20")),
    ("16", "Nilüfer", ("16", "54", "26", "41")),
    ("07", "Muratpaşa", ("07", "33", "48")),
    ("55", "İlkadım", ("55", "61", "52")),
    ("27", "Şehitkamil", ("27", "63", "01", "33")),
)
_STAGES = {
    17: "suspended",
    29: "applied",
    37: "applied",
    41: "conditional",
    43: "refused",
    47: "conditional",
    53: "applied",
    59: "signing",
}


def members() -> tuple[MemberCast, ...]:
    """The sixty members and applicants: trades by need, regions in turn, some not yet or no longer active."""
    # Cleaning is a quarter of the business, so it comes twice in the turn of trades.
    turn = (0, 1, 2, 0, 3, 5, 6, 4)
    met: dict[int, int] = {}
    cast = []
    for place, first in enumerate(_FIRST):
        number = turn[place % len(turn)]
        trade, services, workers = _TRADES[number]
        # The members of one trade take the regions in turn, so that together they reach the whole country.
        nth = met[number] = met.get(number, -1) + 1
        province, district, near = _REGIONS[nth % len(_REGIONS)]
        reach = tuple(dict.fromkeys((*near, *_REGIONS[(nth + 3) % len(_REGIONS)][2])))
        key = "uye" + str(place + 1)
        cast.append(
            MemberCast(
                f"{first} {trade} Hizmetleri Ltd. Şti.",
                f"{first} {trade}",
                key,
                _PEOPLE[place % len(_PEOPLE)],
                province,
                district,
                services,
                reach,
                workers + place % 7 * 9,
                quality=(0.97, 0.93, 0.9, 0.86, 0.95, 0.78)[place % 6],
                stage=_STAGES.get(place, "active"),
            )
        )
    return tuple(cast)
