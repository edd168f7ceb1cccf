"""The public face: request form, application form, and nothing that needs a login."""
