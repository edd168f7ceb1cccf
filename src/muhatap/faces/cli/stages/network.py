"""Step 5 of the story: a company applies, brings what is asked for, and becomes a member."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from muhatap.accounts.reads import Role
from muhatap.agreements import commands as agreements
from muhatap.agreements import reads as agreement_reads
from muhatap.documents.making.agreements import make_paper
from muhatap.faces.cli.stages.world import World
from muhatap.kernel import files
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.filereads import visible_file
from muhatap.kernel.periods import Period
from muhatap.network import commands, reads, rules
from muhatap.parties import commands as parties
from muhatap.roles import ANYBODY
from muhatap.sourcing import reads as sourcing

COMPANY = "Parlak Çevre Hizmetleri Ltd. Şti."
IBAN = "TR730006200001234567890123"
OWNER, OWNER_EMAIL = "Ayşe Parlak", "ayse.parlak@parlakcevre.example"
# What the member asks for a unit (major units); below what the proposal reckoned with.
PRICES = {"office_cleaning": Decimal(40900), "pest_control_general": Decimal(3350)}
PRICE_OF_OTHERS = Decimal(1000)
# The smallest file that is a PDF by its content: the story hands in papers nobody reads.
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def play_application(world: World) -> str:
    """The invited company applies on the public page; conditions are stated, the company is taken in."""
    opened = sourcing.sourcing_round(world.house, round_id=world.ids["round"])
    visitor = Actor(audience=Audience.PUBLIC, now=world.now, permissions=ANYBODY[Audience.PUBLIC])
    application = _apply(world, visitor, opened)
    world.ids["application"] = application.pk
    commands.answer_as_applicant(visitor, token=application.token, answers=best_answers())
    world.advance(hours=3)
    asked = _state_conditions(world, application.pk)
    world.advance(days=1)
    member_id = _take_in(world, application.pk)
    world.ids["member"] = member_id
    world.seat(Role.MEMBER_OWNER, OWNER, OWNER_EMAIL, party_id=member_id)
    parties.register_bank_account(world.house, party_id=member_id, iban=IBAN, usable_from=world.house.today)
    return f"{application.number}: {COMPANY} applies, {asked} conditions stated, taken into the network"


def best_answers(**others: str) -> dict[str, str]:
    """The best answer to every question of the questionnaire, but for those given otherwise."""
    asked = rules.questionnaire().questions()
    best = {key: max(one.options, key=lambda option: option.points).key for key, one in asked.items()}
    return {**best, **others}


def _apply(world: World, visitor: Actor, opened: sourcing.RoundView) -> Any:
    return commands.apply(
        visitor,
        company_name=COMPANY,
        tax_number="7230451233",
        tax_office="Ümraniye",
        contact_name=OWNER,
        phone="0216 555 01 02",
        email=OWNER_EMAIL,
        district_id=opened.lines[0].district_id,
        address="Alemdağ Cad. 112",
        services=sorted({line.service_id for line in opened.lines}),
        provinces=["34"],
        workers=64,
        about="2011'den beri İstanbul Anadolu yakasında temizlik ve haşere mücadelesi.",
        invitation_token=world.ids.get("invitation", ""),
    )


def _state_conditions(world: World, application_id: int) -> int:
    """The desk says what the company must bring; how much that is."""
    desk = world.desk(Role.NETWORK_DESK)
    commands.review_application(desk, application_id=application_id)
    suggested = reads.suggested_conditions(desk, application_id=application_id)
    asked = [commands.NewCondition(one.text, one.due_on, one.document_type_id) for one in suggested]
    asked.append(
        commands.NewCondition("Saha ziyareti ve tanışma", desk.today + timedelta(days=7), before_approval=True)
    )
    answered = reads.qualification_of_application(desk, application_id=application_id)
    if answered is not None:
        commands.confirm_qualification(desk, qualification_id=answered.qualification_id)
    commands.state_conditions(desk, application_id=application_id, conditions=asked)
    return len(asked)


def _take_in(world: World, application_id: int) -> int:
    """The company was visited and becomes a member."""
    desk = world.desk(Role.NETWORK_DESK)
    stated = reads.application(desk, application_id=application_id).conditions
    visit = next(one for one in stated if one.before_approval)
    commands.meet_condition(desk, condition_id=visit.condition_id)
    # Who reviewed it does not take it in.
    second = world.desk(Role.MANAGEMENT)
    return int(commands.approve_application(second, application_id=application_id).pk)


def play_membership(world: World) -> str:
    """The membership agreement is signed by both sides; papers, coverage and prices come from the member's portal."""
    member_id = world.ids["member"]
    desk, owner = world.desk(Role.NETWORK_DESK), world.member()
    opened = sourcing.sourcing_round(desk, round_id=world.ids["round"])
    wanted: dict[tuple[str, int], Decimal] = {}
    for line in opened.lines:
        wanted[line.service_id, line.district_id] = (
            wanted.get((line.service_id, line.district_id), Decimal(0)) + line.quantity
        )
    for (service_id, district_id), quantity in wanted.items():
        for row in commands.propose_coverage(
            owner,
            member_id=member_id,
            service_id=service_id,
            district_ids=[district_id],
            capacity=quantity * 2,
            valid_from=owner.today,
        ):
            commands.approve_coverage(desk, coverage_id=row.pk)
    for service_id, basis in sourcing.bases(desk, round_id=world.ids["round"]):
        price = PRICES.get(service_id, PRICE_OF_OTHERS)
        commands.state_rate(
            owner, member_id=member_id, service_id=service_id, basis=basis, unit_price=price, valid_from=owner.today
        )
    papers = hand_in_papers(world, member_id=member_id)
    agreement = commands.draft_membership(
        desk, member_id=member_id, period=Period(desk.today, desk.today + timedelta(days=1096))
    )
    world.ids["membership"] = agreement.pk
    version = commands.freeze_membership(desk, agreement_id=agreement.pk)
    make_paper(desk, version_id=version.pk)
    agreements.send(desk, agreement_id=agreement.pk)
    sign_by_both(world, agreement.pk, desk, owner)
    keep_paper(world, agreement.pk, "uyelik-sozlesmesi.pdf")
    return f"{agreement.number}: {papers} documents verified, coverage and prices approved, signed by both sides"


def hand_in_papers(world: World, *, member_id: int) -> int:
    """Upload and verify every document the member's services ask for; returns how many."""
    desk, owner = world.desk(Role.NETWORK_DESK), world.member(party_id=member_id)
    needs = reads.requirements(owner, member_id=member_id)
    for need in needs:
        document = commands.upload_document(
            owner,
            member_id=member_id,
            type_id=need.type_id,
            data=PAPER + need.type_id.encode(),
            name=f"{need.type_id}.pdf",
            valid_from=owner.today - timedelta(days=30),
            valid_until=owner.today + timedelta(days=700),
        )
        commands.verify_document(desk, document_id=document.pk)
    return len(needs)


def sign_by_both(world: World, agreement_id: int, *signers: Actor) -> None:
    """Sign in order, each with the code that was mailed."""
    for signer in signers:
        view = agreement_reads.signing(signer, agreement_id=agreement_id)
        if view.slot_id is None or view.version.pdf_id is None:
            raise ValueError(f"agreement {agreement_id} does not wait for {signer.name}: {view.why_not}")
        paper = visible_file(world.house, file_id=view.version.pdf_id)
        asked = agreements.request_code(signer, slot_id=view.slot_id, sha256=paper.sha256)
        code = agreements.issue_code(world.house, code_id=asked.pk)
        outcome = agreements.sign(signer, slot_id=view.slot_id, code=code or "", device="story")
        if outcome.problem:
            raise ValueError(outcome.problem)
        world.advance(minutes=20)
    world.settle()


def keep_paper(world: World, agreement_id: int, name: str) -> None:
    """Keep the signed paper of an agreement among the documents of the story."""
    version = agreement_reads.versions_of(world.house, agreement_id=agreement_id)[0]
    file_id = version.sealed_pdf_id or version.pdf_id
    if file_id is not None:
        world.keep(name, files.read(visible_file(world.house, file_id=file_id)))
