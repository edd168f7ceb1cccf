"""Values in, values out: what a day of a promise comes to, and where the terms of both sides lie apart."""

from muhatap.backing.rules.days import Behind, grade, lacking
from muhatap.backing.rules.terms import BondTerms, CustomerTerms, Lines, MemberTerms, TermGap, term_gaps

__all__ = [
    "Behind",
    "BondTerms",
    "CustomerTerms",
    "Lines",
    "MemberTerms",
    "TermGap",
    "grade",
    "lacking",
    "term_gaps",
]
