"""Everybody signs: paper made, sent, and signed in order with one-time codes."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist

from muhatap.agreements import commands, reads
from muhatap.agreements.reads import SigningView
from muhatap.documents.making.agreements import make_paper
from muhatap.faces.cli.stages.world import World
from muhatap.kernel.actors import Actor

MOST_TURNS = 4


def send(world: World, desk: Actor, *, agreement_id: int, version_id: int) -> None:
    """Make the paper of a frozen version and send it to be signed."""
    make_paper(desk, version_id=version_id)
    commands.send(desk, agreement_id=agreement_id)


def sign_once(world: World, actor: Actor, *, agreement_id: int) -> bool:
    """Sign where it is this actor's turn; False when it is not."""
    try:
        view = reads.signing(actor, agreement_id=agreement_id)
    except ObjectDoesNotExist:  # later signers see nothing before earlier ones have signed
        return False
    if view.slot_id is None:
        return False
    _sign(world, actor, view)
    return True


def _sign(world: World, actor: Actor, view: SigningView) -> None:
    assert view.slot_id is not None  # noqa: S101  asked just before
    asked = commands.request_code(actor, slot_id=view.slot_id, sha256=view.version.pdf_sha256)
    code = commands.issue_code(world.house, code_id=asked.pk)
    commands.sign(actor, slot_id=view.slot_id, code=code or "", device="demo")


def sign_by_all(world: World, *actors: Actor, agreement_id: int) -> None:
    """Let each sign when it is their turn, until nobody's turn is left."""
    waiting = list(actors)
    for _ in range(MOST_TURNS):
        later = [actor for actor in waiting if not sign_once(world, actor, agreement_id=agreement_id)]
        if len(later) == len(waiting):
            return
        waiting = later
