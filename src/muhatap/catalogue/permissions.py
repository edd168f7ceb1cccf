"""What may be allowed with the catalogue and the parameters."""

from muhatap.kernel.actors import Permission


class CataloguePermission(Permission):
    """Acts of the desk: everybody there may look things up, administrators change dated parameters."""

    SEE = "catalogue.see"
    SET_PARAMETERS = "catalogue.set_parameters"
