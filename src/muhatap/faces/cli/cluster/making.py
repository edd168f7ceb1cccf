"""Making a new database directory: complete under another name first, then renamed into place."""

import os
import shutil
import subprocess
from pathlib import Path

from muhatap.faces.cli.cluster.account import give, name_for, named_account
from muhatap.faces.cli.cluster.programs import Programs
from muhatap.faces.cli.refusals import CannotRun, one_line

SUPERUSER = "muhatap_admin"
OWNER = "muhatap"

NEEDED_BYTES = 300_000_000
"""Room below which a new database is not begun: the empty cluster, its first write-ahead log and the demo."""

HBA = "local all all scram-sha-256\nlocal replication all scram-sha-256\n"
CONF_NAME = "10-muhatap.conf"


def make(cluster_dir: Path, programs: Programs, account: int | None, *, durable: bool) -> None:
    """Make an empty cluster at `cluster_dir`. Raises: CannotRun; then nothing is left behind."""
    free = shutil.disk_usage(cluster_dir.parent).free
    if free < NEEDED_BYTES:
        raise CannotRun(f"Too little room for a database in {cluster_dir.parent}: {free // 1_000_000} MB are free.")
    new = cluster_dir.with_name(cluster_dir.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        new.mkdir(mode=0o700)
        _initdb(new, programs, None if account is None else named_account(), durable=durable)
        write_rules(new, superuser_may_enter=False)
        (new / "conf.d").mkdir(mode=0o700)
        with (new / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_dir = 'conf.d'\n")
        give(new, account)
        new.rename(cluster_dir)
    except OSError as problem:
        raise CannotRun(f"The database cannot be made in {cluster_dir}: {problem.strerror}.") from problem
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _initdb(new: Path, programs: Programs, account: int | None, *, durable: bool) -> None:
    """Fill the empty folder `new`. No login can enter until it has its password and HBA is in place."""
    give(new, account)
    made = subprocess.run(
        [
            programs.path("initdb"),
            f"--pgdata={name_for(new, account)}",
            f"--username={SUPERUSER}",
            "--auth=reject",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums",
            *([] if durable else ["--no-sync"]),
        ],
        cwd=new,
        env=environment(),
        user=account,
        group=account,
        extra_groups=None if account is None else [],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise CannotRun(f"The database cannot be made in {new.parent}: {one_line(made.stderr)}")


def write_rules(cluster_dir: Path, *, superuser_may_enter: bool) -> None:
    """Write who may log in: everybody with a password; for a moment the superuser without, to be given one.

    Even then only the present user and the database's own can reach the socket (0700).
    """
    entry = f"local all {SUPERUSER} trust\n" if superuser_may_enter else ""
    (cluster_dir / "pg_hba.conf").write_text(entry + HBA)


def write_settings(cluster_dir: Path, socket_dir: str, account: int | None, *, durable: bool) -> None:
    """Write Muhatap's settings; an operator's own go into a later file of the same folder."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": socket_dir,
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": "128MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "password_encryption": "scram-sha-256",
        "logging_collector": "off",
        "log_line_prefix": "%m [%p] %q%u@%d ",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
    file = cluster_dir / "conf.d" / CONF_NAME
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.write_text("# Written at every start.\n" + "".join(lines))
    give(file.parent, account)


def environment() -> dict[str, str]:
    """Environment of the database's programs: nothing of the operator's shell but its paths."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "DYLD_LIBRARY_PATH") if name in os.environ}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}
