"""Why a member stands in a line of a plan, and what keeps another from it, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def why_words(why: str) -> str:
    """Why a member was planned for a line, or why nobody was."""
    words = {
        "locked": _("held to this member"),
        "only": _("the only member that fits"),
        "cheapest": _("the cheapest of those that fit"),
        "kept": _("it has the line already; leaving it would not pay"),
        "full": _("cheaper members are full with other lines of the plan"),
        "whole": _("cheaper for the plan as a whole than in this line alone"),
        "nobody_fits": _("nobody fits"),
        "nobody_allowed": _("the conditions leave nobody that fits"),
        "no_room": _("those that fit have no room left"),
    }
    return words[why]


def bar_words(bar: str) -> str:
    """What keeps a member from a line of a plan."""
    words = {
        "": "",
        "excluded": _("left out"),
        "standing": _("its score is below the least asked for"),
        "locked": _("the line is held to another member"),
        "full": _("full with other lines of the plan"),
        "share": _("has its share already"),
        "members": _("too few members would be left"),
    }
    return words[bar]


def block_words(kind: str) -> str:
    """What would have to give way for lines to have a member, as something to do; `%(member)s` is its name."""
    words = {
        "excluded": _("take %(member)s back into the plan"),
        "least_score": _("accept the score of %(member)s"),
        "locked": _("let lines held to %(member)s go"),
        "room": _("more capacity at %(member)s"),
        "share": _("a larger share for %(member)s"),
        "membership": _("a membership agreement in force with %(member)s"),
        "coverage": _("approved coverage of the service there by %(member)s"),
        "capacity": _("more capacity at %(member)s"),
        "documents": _("the missing documents of %(member)s"),
        "standing": _("a better score of %(member)s"),
        "price": _("a price of %(member)s for the service"),
    }
    return words[kind]
