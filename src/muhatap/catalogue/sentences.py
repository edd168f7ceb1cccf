"""How the facts of this package read in a timeline; placeholders are the fact's own values."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.catalogue.events import ParameterSet
from muhatap.kernel.events import Fact

SENTENCES: dict[type[Fact], LazyText] = {
    ParameterSet: _("%(key)s is %(value)s from %(valid_from)s on: %(reason)s"),
}
