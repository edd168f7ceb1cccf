"""`python -m muhatap`: hand the words of the terminal to the command they name."""

import sys

from muhatap.faces.cli.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
