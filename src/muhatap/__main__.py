"""`python -m muhatap`: hand the words of the terminal to the command they name."""

import sys
from importlib.util import find_spec
from pathlib import Path

from muhatap.faces.cli.main import main

if __name__ == "__main__":
    if find_spec("psycopg") is None:
        # The system's Python became another version; without its stamp .venv is made anew.
        Path(sys.prefix, ".muhatap-stamp").unlink(missing_ok=True)
        sys.exit("muhatap: the packages in .venv do not fit this Python any more; run the command again.")
    sys.exit(main(sys.argv[1:]))
