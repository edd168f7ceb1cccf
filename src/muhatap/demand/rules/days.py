"""Days on which nobody expects a visit."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from muhatap.kernel.calendars import holiday_name, is_half_day, is_working_day


def day_off(day: date) -> str | None:
    """Why offices are closed (also for half a day) on a day, None on an ordinary working day."""
    if is_working_day(day) and not is_half_day(day):
        return None
    return holiday_name(day) or _("weekend")
