"""Sixty companies ask to become members; most are taken in, a few wait, are refused or suspended."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from stdnum import iban as ibans
from stdnum.tr import vkn

from muhatap.accounts.reads import Role
from muhatap.faces.cli.demo.cast import CUSTOMERS, MemberCast, members
from muhatap.faces.cli.demo.logins import MEMBER
from muhatap.faces.cli.demo.signing import send, sign_by_all
from muhatap.faces.cli.stages.network import best_answers
from muhatap.faces.cli.stages.world import World
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.periods import Period
from muhatap.network import commands, reads
from muhatap.network.commands import NewCondition
from muhatap.network.rules import Terms
from muhatap.parties import commands as parties
from muhatap.roles import ANYBODY

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj trailer<</Root 1 0 R>>\n%%EOF\n"
# What members ask per unit, major units; each asks a little more or less.
RATES = {
    "office_cleaning": ("per_head", "39800"),
    "industrial_cleaning": ("per_head", "42300"),
    "hospital_cleaning": ("per_head", "43600"),
    "disinfection": ("per_unit", "17.8"),
    "hvac_maintenance": ("per_visit", "4450"),
    "lift_maintenance": ("per_period", "3380"),
    "generator_ups": ("per_visit", "5200"),
    "transported_meals": ("per_unit", "139"),
    "onsite_catering": ("per_unit", "151"),
    "staff_shuttle": ("per_unit", "1960"),
    "shift_shuttle": ("per_unit", "2050"),
    "unarmed_guarding": ("per_head", "52400"),
    "mobile_patrol": ("per_visit", "1150"),
    "garden_maintenance": ("per_period", "15400"),
    "lawn_mowing": ("per_visit", "2900"),
    "pest_control_general": ("per_visit", "2380"),
    "rodent_control": ("per_period", "3100"),
}
CAPACITY = {"per_head": 60, "per_unit": 4000, "per_visit": 120, "per_period": 60}
EXPIRING_SOON = (12, 24, 40)
EXPIRING_TURN = 4
WAIVED = 2
# What some ask beside the unit price.
TERMS = (
    Terms(),
    Terms(minimum=5_000_00, night_percent=Decimal(25), holiday_percent=Decimal(50)),
    Terms(),
    Terms(holiday_percent=Decimal(100)),
)
# One in so many has not answered the questionnaire, answers it so-so, is a high risk, or lets its day slip.
UNANSWERED, SO_SO, RISKY, LATE = 19, 5, 11, 13
RISKY_TURN, LATE_TURN = 3, 5


def tax_number(number: int) -> str:
    """An invented tax number whose check digit is right."""
    body = f"{100_000_000 + number * 7_919 % 899_999_999:09d}"
    return body + str(vkn.calc_check_digit(body))


def iban(number: int) -> str:
    """An invented IBAN of a Turkish bank whose check digits are right."""
    body = f"TR00000620{number:016d}"
    return f"TR{ibans.calc_check_digits(body)}{body[4:]}"


def apply(world: World, cast: MemberCast, place: int) -> None:
    """The company fills in the public form."""
    visitor = Actor(audience=Audience.PUBLIC, now=world.now, permissions=ANYBODY[Audience.PUBLIC])
    made = commands.apply(
        visitor,
        company_name=cast.name,
        tax_number=tax_number(place),
        tax_office="Merkez",
        contact_name=cast.person,
        phone=f"+90532{5_550_000 + place * 37:07d}",
        email=_owner(cast),
        district_id=world.district(cast.province, cast.district),
        services=cast.services,
        workers=cast.workers,
        provinces=cast.reach,
        address=f"Sanayi Cad. No: {place}",
        about="Bölgemizde on yılı aşkın süredir hizmet veriyoruz.",
    )
    world.ids["application", cast.key] = made.pk
    if place % UNANSWERED:
        commands.answer_as_applicant(visitor, token=made.token, answers=_answers(place))


def _answers(place: int, *, better: bool = False) -> dict[str, str]:
    """How a company works: most well, some so-so, a few not as law wants it; better when asked again."""
    if better:
        return best_answers(certificates="one")
    if place % RISKY == RISKY_TURN:
        return best_answers(assessment="no", training="few", certificates="none")
    if place % SO_SO == 1:
        return best_answers(years="few", references="one", training="most", checks="lead", stand_ins="none")
    return best_answers(certificates="none" if place % 2 else "several")


def answer_again(world: World, cast: MemberCast, place: int) -> None:
    """A member whose time has come answers again and is confirmed; a few let it slip."""
    party = world.ids.get(("member", cast.key))
    if party is None or place % LATE == LATE_TURN:
        return
    desk = world.desk(Role.NETWORK_DESK)
    known = reads.qualification_of(desk, member_id=party)
    if known is None or known.reassess_on is None or known.reassess_on > desk.today + timedelta(days=10):
        return
    made = commands.answer_questionnaire(
        world.member(party_id=party), member_id=party, answers=_answers(place, better=True)
    )
    commands.confirm_qualification(desk, qualification_id=made.pk)


def _owner(cast: MemberCast) -> str:
    return f"sahip@{cast.key}.example"


def decide(world: World, cast: MemberCast, place: int) -> None:
    """The network desk reviews the application and takes the company in, states conditions, or refuses."""
    if cast.stage == "applied":
        return
    desk, application = world.desk(Role.NETWORK_DESK), world.ids["application", cast.key]
    commands.review_application(desk, application_id=application)
    if cast.stage == "refused":
        commands.refuse_application(desk, application_id=application, reason="Referanslar doğrulanamadı.")
        return
    first = cast.stage == "conditional"
    conditions = [
        NewCondition("Üçüncü şahıs mali mesuliyet sigortası yüklenmeli", desk.today + timedelta(days=20),
                     "liability_insurance_third_party", before_approval=first),
    ]  # fmt: skip
    answered = reads.qualification_of_application(desk, application_id=application)
    if answered is not None:
        commands.confirm_qualification(desk, qualification_id=answered.qualification_id)
    commands.state_conditions(desk, application_id=application, conditions=conditions)
    if not first:
        second = world.desk(Role.MANAGEMENT)
        member = commands.approve_application(second, application_id=application)
        party = member.pk
        world.ids["member", cast.key] = party
        world.seat(Role.MEMBER_OWNER, cast.person, _owner(cast), party_id=party)
        _equip(world, cast, place, party)


def _equip(world: World, cast: MemberCast, place: int, party: int) -> None:
    """People, account, documents, coverage and prices of a new member."""
    if place == 1:
        for role, _, email in MEMBER[1:]:
            world.seat(Role(role), f"{cast.person.split()[0]} {Role(role).label}", email, party_id=party)
    desk = world.desk(Role.NETWORK_DESK)
    parties.register_bank_account(world.house, party_id=party, iban=iban(place), usable_from=desk.today)
    owner = world.member(party_id=party)
    _cover(world, cast, place, party)
    for needed in reads.requirements(owner, member_id=party):
        # One in nine members has something that runs out about now.
        days = EXPIRING_SOON[place % 3] + 235 if place % 9 == EXPIRING_TURN else 1200
        made = commands.upload_document(
            owner, member_id=party, type_id=needed.type_id, data=PDF + str(place).encode(), name=f"{needed.type_id}.pdf",
            valid_from=desk.today - timedelta(days=30), valid_until=desk.today + timedelta(days=days),
            number=f"{place:04d}/{desk.today.year}", issuer="İlgili kurum",
        )  # fmt: skip
        commands.verify_document(desk, document_id=made.pk)


def _cover(world: World, cast: MemberCast, place: int, party: int) -> None:
    desk, owner, chance = world.desk(Role.NETWORK_DESK), world.member(party_id=party), random.Random(place)
    for service in cast.services[:3]:
        basis, price = RATES[service]
        proposed = commands.propose_coverage(
            owner, member_id=party, service_id=service, district_ids=reached(world, cast),
            capacity=Decimal(CAPACITY[basis]), valid_from=desk.today,
        )  # fmt: skip
        commands.approve_coverages(desk, coverage_ids=[coverage.pk for coverage in proposed])
        asked = (Decimal(price) * Decimal(chance.randint(94, 108)) / 100).quantize(Decimal("0.01"))
        commands.state_rate(
            owner, member_id=party, service_id=service, basis=basis, unit_price=asked, valid_from=desk.today,
            terms=TERMS[place % len(TERMS)],
        )  # fmt: skip


def reached(world: World, cast: MemberCast) -> list[int]:
    """Districts with sites of customers in the provinces a member reaches."""
    wanted = {(province, district) for customer in CUSTOMERS for province, district, _ in customer.sites}
    return [world.district(province, district) for province, district in sorted(wanted) if province in cast.reach]


def join(world: World, cast: MemberCast) -> None:
    """The membership agreement is drafted, sent and signed by both."""
    party = world.ids.get(("member", cast.key))
    if party is None:
        return
    desk = world.desk(Role.NETWORK_DESK)
    drafted = commands.draft_membership(desk, member_id=party, period=Period(desk.today, _years(desk.today, 5)))
    frozen = commands.freeze_membership(desk, agreement_id=drafted.pk)
    send(world, desk, agreement_id=drafted.pk, version_id=frozen.pk)
    if cast.stage != "signing":
        sign_by_all(world, world.member(party_id=party), desk, agreement_id=drafted.pk)


def _years(day: date, count: int) -> date:
    return day.replace(year=day.year + count, day=min(day.day, 28))


def agree_on_more(world: World) -> None:
    """This morning: conditions that are met, open and unmet, and documents waived or asked to be."""
    desk = world.desk(Role.NETWORK_DESK)
    yesterday, soon = desk.today - timedelta(days=1), desk.today + timedelta(days=21)
    conditions = {
        "uye1": (
            NewCondition("Karne puanı", yesterday, effect="no_work", least_score=Decimal(70)),
            NewCondition("Tek yerde aylık üst sınır", yesterday, effect="note", most_monthly=4_000_000_00),
            NewCondition("Süpervizör listesi güncellenecek", soon, effect="no_work", province_id="34"),
        ),
        "uye2": (NewCondition("İş güvenliği eğitim kayıtları", yesterday, effect="no_payment"),),
        "uye4": (
            NewCondition("Yangın tatbikatı tutanağı", yesterday, effect="no_work", category_id="cleaning"),
            NewCondition("Büyük işler için ikinci ekip lideri", soon, effect="no_work", above=500_000_00),
        ),
    }
    for key, rows in conditions.items():
        if (party := world.ids.get(("member", key))) is not None:
            for row in rows:
                commands.state_condition(desk, member_id=party, condition=row)
    _waive(world, desk)


def _waive(world: World, desk: Actor) -> None:
    """Of the members a document of whom has just run out one is waived, another waits for a second person."""
    asked: list[int] = []
    for place, cast in enumerate(members(), start=1):
        party = world.ids.get(("member", cast.key))
        if party is None or place % 9 != EXPIRING_TURN or len(asked) == WAIVED:
            continue
        lacking = reads.waivable(desk, member_id=party)
        if lacking:
            service, kind, _words = lacking[0]
            waiver = commands.ask_waiver(
                desk,
                member_id=party,
                service_id=service,
                document_type_id=kind,
                until=desk.today + timedelta(days=15),
                reason="Yenisi kurumda işlemde; başvuru makbuzu görüldü.",
            )
            asked.append(waiver.pk)
    if len(asked) == WAIVED:
        commands.agree_waiver(world.desk(Role.MANAGEMENT), waiver_id=asked[0])
