"""What every seat may do at its own face."""

from muhatap.kernel.actors import Permission


class FacePermission(Permission):
    """What every seat may do at its own face."""

    ENTER = "face.enter"
