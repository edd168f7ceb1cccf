from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "muhatap.faces.public"
    label = "face_public"
