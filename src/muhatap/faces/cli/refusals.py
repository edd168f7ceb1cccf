"""What the terminal says when it cannot do what it was asked: one line, and nothing half-made."""


class CannotRun(Exception):
    """The command cannot be done here; its text is the one line the operator reads."""


def one_line(text: str) -> str:
    """The last telling line of a program's output, for a message of one line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return (telling or lines or ["it said nothing"])[-1]
