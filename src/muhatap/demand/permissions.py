"""What may be allowed about requests, visits, needs and proposals."""

from muhatap.kernel.actors import Permission


class DemandPermission(Permission):
    """Desk: all but CONFIRM and ANSWER. Customer: SEE, ASK, CONFIRM, ANSWER. Public: ASK."""

    SEE = "demand.see"
    ASK = "demand.ask"
    TRIAGE = "demand.triage"
    VISIT = "demand.visit"
    NEED = "demand.need"
    PROPOSE = "demand.propose"
    SEE_COST = "demand.see_cost"
    APPROVE_MARGIN = "demand.approve_margin"
    CONFIRM = "demand.confirm"
    ANSWER = "demand.answer"
