from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "muhatap.faces.web"
    label = "face_web"
