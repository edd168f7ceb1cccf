from django.apps import AppConfig


class CustomerConfig(AppConfig):
    name = "muhatap.faces.customer"
    label = "face_customer"
