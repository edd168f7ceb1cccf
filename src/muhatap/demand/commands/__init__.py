"""Every change of requests, visits, needs and proposals."""

from muhatap.demand.commands.needs import change_need, copy_need, drop_need, write_needs
from muhatap.demand.commands.proposals import (
    attach_proposal_pdf,
    change_proposal,
    draft_proposal,
    price_proposal,
    revise_proposal,
)
from muhatap.demand.commands.requests import (
    ask_from_portal,
    ask_publicly,
    assign_request,
    create_customer,
    enter_request,
    link_customer,
    lose_request,
    mark_contacted,
    merge_request,
    win_request,
)
from muhatap.demand.commands.sending import (
    accept_proposal,
    ask_approval,
    decide_approval,
    expire_proposals,
    refuse_proposal,
    send_proposal,
)
from muhatap.demand.commands.visits import (
    attach_visit_report,
    cancel_visit,
    confirm_visit,
    hold_visit,
    move_visit,
    plan_visit,
    report_visit,
)

__all__ = [
    "accept_proposal",
    "ask_approval",
    "ask_from_portal",
    "ask_publicly",
    "assign_request",
    "attach_proposal_pdf",
    "attach_visit_report",
    "cancel_visit",
    "change_need",
    "change_proposal",
    "confirm_visit",
    "copy_need",
    "create_customer",
    "decide_approval",
    "draft_proposal",
    "drop_need",
    "enter_request",
    "expire_proposals",
    "hold_visit",
    "link_customer",
    "lose_request",
    "mark_contacted",
    "merge_request",
    "move_visit",
    "plan_visit",
    "price_proposal",
    "refuse_proposal",
    "report_visit",
    "revise_proposal",
    "send_proposal",
    "win_request",
    "write_needs",
]
