"""How the facts of this package read in a timeline; placeholders are the fact's own values."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.contracts.events import (
    ContractActivated,
    ContractDrafted,
    ContractEnded,
    ContractSigned,
    ExpertiseSet,
    ProjectAssigned,
    ProjectOpened,
    PromiseChanged,
    PromiseMade,
    PromisePriced,
)
from muhatap.kernel.events import Fact

SENTENCES: dict[type[Fact], LazyText] = {
    ContractActivated: _("The contract is in force from %(on)s on"),
    ContractDrafted: _("The contract was drafted"),
    ContractEnded: _("The contract ended on %(on)s"),
    ContractSigned: _("The contract was signed on %(signed_on)s"),
    ExpertiseSet: _("The fields of expertise were written down"),
    ProjectAssigned: _("%(manager)s manages the project; deputy: %(deputy)s"),
    ProjectOpened: _("The project was opened"),
    PromiseChanged: _("A promise changed"),
    PromiseMade: _("A promise was made"),
    PromisePriced: _("The price of a promise changed from %(since)s on"),
}
