from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "muhatap.faces.desk"
    label = "face_desk"
