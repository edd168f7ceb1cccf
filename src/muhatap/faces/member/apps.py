from django.apps import AppConfig


class MemberConfig(AppConfig):
    name = "muhatap.faces.member"
    label = "face_member"
