"""What may be allowed about requests, visits, needs and proposals."""

from muhatap.kernel.actors import Permission


class DemandPermission(Permission):
    """Acts of the desk; `customer_` for the customer's portal, `own_` for anybody who asks without a login."""

    SEE = "demand.see"
    TRIAGE = "demand.triage"
    VISIT = "demand.visit"
    NEED = "demand.need"
    PROPOSE = "demand.propose"
    SEE_COST = "demand.see_cost"
    APPROVE_MARGIN = "demand.approve_margin"
    ASK = "demand.own_ask"
    CUSTOMER_SEE = "demand.customer_see"
    CUSTOMER_ASK = "demand.customer_ask"
    CUSTOMER_PROPOSALS = "demand.customer_proposals"
    CUSTOMER_CONFIRM = "demand.customer_confirm"
    CUSTOMER_ANSWER = "demand.customer_answer"
