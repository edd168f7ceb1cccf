"""What demand brings along for a database: the survey forms."""

from muhatap.demand.sets import load_survey_forms


def load_all() -> None:
    """Load the survey forms that are not known yet."""
    load_survey_forms()
