"""The project: settings from the environment, urls of each face, the WSGI application.

It puts the packages together and holds no behaviour of its own.
"""
