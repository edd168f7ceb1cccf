"""What members answer in open rounds, for many promises at once, in three queries."""

from __future__ import annotations

from collections.abc import Sequence

from muhatap.sourcing.models import AskedLine, InvitationStatus, QuoteLine, QuoteStatus, RoundStatus
from muhatap.sourcing.rules.quotes import Answer, Price, Way


def load_answers(promise_ids: Sequence[int]) -> dict[tuple[int, int], Answer]:
    """What each invited member answers for each promise in its open round; who has not answered yet is not there."""
    asked = AskedLine.objects.filter(line__promise__in=promise_ids, line__round__status=RoundStatus.OPEN)
    answered = {InvitationStatus.OPEN, InvitationStatus.DECLINED}
    asked = asked.filter(invitation__status__in=answered)
    found = {
        (promise_id, member_id): Answer("declined")
        for promise_id, member_id in asked.filter(invitation__status=InvitationStatus.DECLINED).values_list(
            "line__promise_id", "member_id"
        )
    }
    lines = QuoteLine.objects.filter(asked__in=asked, quote__status=QuoteStatus.SENT)
    for row in lines.select_related("quote", "asked__line"):
        found[row.asked.line.promise_id, row.member_id] = answer_of(row)
    return found


def answer_of(row: QuoteLine) -> Answer:
    """A line of a sent quote as it is compared."""
    if not row.offered or row.unit_price is None:
        return Answer("not_offered")
    price = Price(row.unit_price, Way(row.basis, row.unit), row.minimum_charge)
    return Answer("quoted", price, row.quote.valid_until, row.lead_days)
