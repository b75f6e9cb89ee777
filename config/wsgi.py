"""What a web server loads; it has the embedded services unless the environment names others."""

import os

from django.core import wsgi

from config import environment, services

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
environment.load()
services.ensure()
application = wsgi.get_wsgi_application()
