"""The embedded PostgreSQL: made, started and stopped by Muhatap itself, inside the data directory.

It listens on a Unix socket only and asks every login for its password.
See docs/decisions/0004-embedded-postgres.md.
"""

from muhatap.faces.cli.cluster.server import Cluster
from muhatap.faces.cli.cluster.throwaway import throwaway

__all__ = ["Cluster", "throwaway"]
