"""Serves a tracker: ``python serve.py HOME PORT``, in the environment that has Roundup.

``roundup-server`` would do the same, and refuses to be run by root, as in a container.
"""

import sys

from cheroot.wsgi import Server
from roundup.cgi.wsgi_handler import RequestDispatcher

home, port = sys.argv[1:]
Server(("127.0.0.1", int(port)), RequestDispatcher(home), numthreads=8).start()
