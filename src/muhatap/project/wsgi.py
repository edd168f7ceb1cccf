"""The WSGI application of one face."""

import os

from django.core.wsgi import get_wsgi_application

from muhatap.kernel.settling import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muhatap.project.settings")
application = get_wsgi_application()
settle()
