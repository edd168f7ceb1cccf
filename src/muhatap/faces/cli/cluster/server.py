"""The embedded server of one data directory."""

import hashlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from muhatap.faces.cli.cluster import leftovers, making
from muhatap.faces.cli.cluster.account import account_for, name_for
from muhatap.faces.cli.cluster.programs import Programs, programs_for
from muhatap.faces.cli.holding import make_data_dir
from muhatap.faces.cli.keys import Keys, new_secret
from muhatap.faces.cli.processes import launch
from muhatap.faces.cli.refusals import CannotRun, one_line

SOCKET_PATH_LIMIT_BYTES = 103
"""Longest path of a Unix socket everywhere (macOS 104, Linux 108, each with its closing zero)."""

SHORT_PLACE = Path("/tmp")  # noqa: S108  must be short whatever TMPDIR says; the folder made in it is private
PATIENCE_SECONDS = 5.0
READY_WITHIN_SECONDS = 300.0
"""A server that was killed first replays its log; that may take minutes, and is announced while it lasts."""


def _silent(line: str) -> None:
    del line


class Cluster:
    """PostgreSQL in `<data_dir>/postgres`, reachable by a Unix socket only.

    `durable=False` gives up safety against power loss for speed: for throwaway clusters alone.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True, say: Callable[[str], None] = _silent) -> None:
        self.data_dir = data_dir.resolve()
        self.dir = self.data_dir / "postgres"
        self.log = self.data_dir / "logs" / "postgres.log"
        self.durable = durable
        self._say = say
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def socket_dir(self) -> Path:
        """Folder of the socket: the cluster's own, or a private one in /tmp where that path is too long."""
        inside = self.dir / ".s.PGSQL.5432"
        if len(os.fsencode(inside)) <= SOCKET_PATH_LIMIT_BYTES:
            return self.dir
        key = hashlib.sha256(os.fsencode(self.dir)).hexdigest()[:16]
        return SHORT_PLACE / f"muhatap-{key}"

    @property
    def running(self) -> bool:
        """Whether the server started by this object is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def process_id(self) -> int | None:
        """Process number of the server started by this object."""
        return self._process.pid if self._process else None

    @property
    def server_version(self) -> int:
        """`server_version_num` of the running server, for example 180006."""
        with psycopg.connect(self._admin_url()) as connection:
            return connection.info.server_version

    def start(self) -> None:
        """Start the server; make the cluster first where there is none, clear what a killed one left.

        Raises: CannotRun, in one line, with nothing half-made.
        """
        make_data_dir(self.data_dir)
        account = account_for(self.dir)
        programs = programs_for(account, self.data_dir)
        if self.dir.exists():
            self._refuse_other_version(programs)
        else:
            self._say("Making the database ...")
            making.make(self.dir, programs, account, durable=self.durable)
        keys = Keys(self.data_dir)
        leftovers.clear(self.dir, self.socket_dir)
        unlocked = not keys.has("database_admin")  # a new cluster, or one whose secrets were lost
        making.write_rules(self.dir, superuser_may_enter=unlocked)
        self._run(programs, account)
        try:
            self._wait_until_ready(self._url(making.SUPERUSER, "", "postgres") if unlocked else self._admin_url())
            if unlocked:
                self._lock_superuser(keys)
            self._ensure_owner(keys.get("database_owner"))
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server and wait for its end; open transactions are rolled back. Idempotent."""
        process, self._process = self._process, None
        if process is None:
            return
        for sign, seconds in ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0)):
            if process.poll() is None:
                process.send_signal(sign)
            try:
                process.wait(seconds)
                break
            except subprocess.TimeoutExpired:
                continue
        else:
            process.kill()
            process.wait()
        if self.socket_dir != self.dir and self.socket_dir.exists():
            self._remove_socket_dir()

    def owner_url(self, dbname: str) -> str:
        """Address of a database for the login that owns it: not a superuser, but not walled in either."""
        return self._url(making.OWNER, Keys(self.data_dir).get("database_owner"), dbname)

    def ensure_database(self, dbname: str) -> None:
        """Make the database, owned by the owner's login, where it is missing."""
        with psycopg.connect(self._admin_url(), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [dbname]).fetchone()
            if found is None:
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(statement.format(sql.Identifier(dbname), sql.Identifier(making.OWNER)))

    def drop_database(self, dbname: str) -> None:
        """Drop the database and throw out whoever is still in it, which the owner may not do to every login."""
        with psycopg.connect(self._admin_url(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(dbname)))

    def _admin_url(self) -> str:
        return self._url(making.SUPERUSER, Keys(self.data_dir).get("database_admin"), "postgres")

    def _url(self, user: str, password: str, dbname: str) -> str:
        host = quote(str(self.socket_dir), safe="")
        login = f"{user}:{quote(password, safe='')}" if password else user
        return f"postgresql://{login}@/{quote(dbname, safe='')}?host={host}"

    def _refuse_other_version(self, programs: Programs) -> None:
        try:
            made_by = (self.dir / "PG_VERSION").read_text().strip()
        except OSError:
            raise CannotRun(f"{self.dir} is not a PostgreSQL database directory.") from None
        told = subprocess.run([programs.path("postgres"), "--version"], capture_output=True, text=True, check=True)
        brought = told.stdout.split()[2].split(".")[0]
        if made_by != brought:
            raise CannotRun(
                f"The database in {self.dir} was made by PostgreSQL {made_by}; this Muhatap brings {brought}."
            )

    def _run(self, programs: Programs, account: int | None) -> None:
        if self.socket_dir == self.dir:
            socket_dir = name_for(self.dir, account)
        else:
            self._make_socket_dir(account)
            socket_dir = str(self.socket_dir)
        making.write_settings(self.dir, socket_dir, account, durable=self.durable)
        self._process = launch(
            [programs.path("postgres"), "-D", name_for(self.dir, account)],
            env=making.environment(),
            log=self.log,
            cwd=self.dir,
            account=account,
            on_parent_death=signal.SIGINT if self.durable else signal.SIGQUIT,
        )

    def _make_socket_dir(self, account: int | None) -> None:
        """A folder in /tmp for the database alone. Raises: CannotRun if somebody else has it."""
        owner = os.geteuid() if account is None else account
        try:
            self.socket_dir.mkdir(mode=0o700)
            if account is not None:
                os.chown(self.socket_dir, account, account)
        except FileExistsError:
            found = self.socket_dir.lstat()
            if self.socket_dir.is_symlink() or found.st_uid != owner or found.st_mode & 0o077:
                raise CannotRun(f"{self.socket_dir} belongs to somebody else; remove it.") from None

    def _remove_socket_dir(self) -> None:
        for name in (".s.PGSQL.5432", leftovers.SOCKET_LOCK):
            (self.socket_dir / name).unlink(missing_ok=True)
        self.socket_dir.rmdir()

    def _wait_until_ready(self, url: str) -> None:
        began = time.monotonic()
        told = False
        while time.monotonic() - began < READY_WITHIN_SECONDS:
            if not self.running:
                raise CannotRun(f"The database does not start: {one_line(self._last_log())} ({self.log})")
            try:
                psycopg.connect(url, connect_timeout=5).close()
            except psycopg.OperationalError:
                if not told and time.monotonic() - began > PATIENCE_SECONDS:
                    self._say("The database repairs itself after a hard stop; this can take minutes ...")
                    told = True
                time.sleep(0.05)
            else:
                return
        raise CannotRun(f"The database did not answer in {READY_WITHIN_SECONDS:.0f} s; see {self.log}.")

    def _last_log(self) -> str:
        return self.log.read_text(errors="replace")[-4000:]

    def _lock_superuser(self, keys: Keys) -> None:
        """Give the superuser its password, keep it, and only then close the way in without one."""
        password = new_secret()
        with psycopg.connect(self._url(making.SUPERUSER, "", "postgres"), autocommit=True) as connection:
            statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
            connection.execute(statement.format(sql.Identifier(making.SUPERUSER), sql.Literal(password)))
            keys.keep("database_admin", password)
            making.write_rules(self.dir, superuser_may_enter=False)
            connection.execute("SELECT pg_reload_conf()")

    def _ensure_owner(self, password: str) -> None:
        """The login that migrates and owns: it may make databases and roles; the wall is not for it."""
        with psycopg.connect(self._admin_url(), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [making.OWNER]).fetchone()
            owner = sql.Identifier(making.OWNER)
            if found is None:
                connection.execute(sql.SQL("CREATE ROLE {}").format(owner))
            rights = "ALTER ROLE {} LOGIN NOSUPERUSER CREATEDB CREATEROLE BYPASSRLS PASSWORD {}"
            connection.execute(sql.SQL(rights).format(owner, sql.Literal(password)))
            # It may step into the roles it makes, as the wall's tests do (asked for since PostgreSQL 16).
            connection.execute(sql.SQL("ALTER ROLE {} SET createrole_self_grant = 'set'").format(owner))
