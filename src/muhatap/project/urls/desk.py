from muhatap.faces.web.urls import urls_of

urlpatterns = urls_of("desk")
handler404 = "muhatap.faces.web.errors.not_found"
handler403 = "muhatap.faces.web.errors.forbidden"
handler500 = "muhatap.faces.web.errors.broken"
