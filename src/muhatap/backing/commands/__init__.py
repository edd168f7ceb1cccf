"""Every change of project agreements, backings and gaps."""

from muhatap.backing.commands.agreements import (
    NothingAwarded,
    PaymentTooLong,
    change_terms,
    draft_from_round,
    draft_project_agreement,
    freeze_project_agreement,
)
from muhatap.backing.commands.force import (
    NotInForce,
    bring_into_force,
    cut_to_promise,
    drop_withdrawn,
    end_backing,
    end_backings,
)
from muhatap.backing.commands.lines import (
    AgreementFixed,
    OverAllocated,
    add_backing,
    adjust_backing,
    drop_backing,
)
from muhatap.backing.commands.proof import (
    Proven,
    accept_gap,
    compare_all_terms,
    prove_book,
    prove_part,
    refresh,
    refresh_member,
    reopen_due,
    take_gap,
)
from muhatap.backing.commands.sub_tiers import DeclaredAlready, decide_sub_tier, declare_sub_tier

__all__ = [
    "AgreementFixed",
    "DeclaredAlready",
    "NotInForce",
    "NothingAwarded",
    "OverAllocated",
    "PaymentTooLong",
    "Proven",
    "accept_gap",
    "add_backing",
    "adjust_backing",
    "bring_into_force",
    "change_terms",
    "compare_all_terms",
    "cut_to_promise",
    "decide_sub_tier",
    "declare_sub_tier",
    "draft_from_round",
    "draft_project_agreement",
    "drop_backing",
    "drop_withdrawn",
    "end_backing",
    "end_backings",
    "freeze_project_agreement",
    "prove_book",
    "prove_part",
    "refresh",
    "refresh_member",
    "reopen_due",
    "take_gap",
]
