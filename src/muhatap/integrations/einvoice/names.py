"""The namespaces and fixed codes of UBL-TR 1.2 that writer and reader share."""

from typing import Final

INVOICE: Final = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CAC: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
EXT: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
DRAFT: Final = "urn:muhatap:draft"

PREFIXES: Final[dict[str | None, str]] = {None: INVOICE, "cac": CAC, "cbc": CBC, "ext": EXT}
PATHS: Final = {"inv": INVOICE, "cac": CAC, "cbc": CBC, "ext": EXT}

VAT_CODE: Final = "0015"
RETURN_CODE: Final = "IADE"
