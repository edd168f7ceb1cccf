"""`./muhatap demo`: load the demo once and note that it is there."""

import json
import os
from collections.abc import Sequence

from muhatap.faces.cli import marks
from muhatap.faces.cli.refusals import CannotRun

DEMO = "demo"
WANTED = "wanted"
BEGUN = "begun"
LOADED = "loaded"
DECLINED = "declined"


def main(words: Sequence[str]) -> int:
    """Load the demo into the database of DATABASE_URL. Raises: CannotRun where it does not belong."""
    if words:
        raise CannotRun(f"demo takes no {words[0]!r}.")
    url = os.environ["DATABASE_URL"]
    state = marks.read(url).get(DEMO)
    if state == LOADED:
        raise CannotRun("The demo is loaded already.")
    if state == BEGUN:
        raise CannotRun("The demo was interrupted while loading; ./muhatap up begins it again.")
    if state == DECLINED:
        raise CannotRun("This database was begun without the demo; the demo would mix with its data.")
    import django

    django.setup()
    from muhatap.faces.cli.demo import LOGINS, load_demo

    marks.note(url, DEMO, BEGUN)
    load_demo(lambda line: print(line, flush=True))
    marks.note(url, "demo_logins", json.dumps([[str(field) for field in login] for login in LOGINS]))
    marks.note(url, DEMO, LOADED)
    return 0
