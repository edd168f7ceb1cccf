"""Files of the pages are loaded once: their address changes with them, and nothing else."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from muhatap.project.settings import STATIC_ROOT, digest_of


def test_the_address_says_what_is_in_the_files(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("p { color: red }")
    first = digest_of(tmp_path)
    assert digest_of(tmp_path) == first
    (tmp_path / "a.css").write_text("p { color: blue }")
    second = digest_of(tmp_path)
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    assert len({first, second, digest_of(tmp_path)}) == 3
    assert f"/static/{digest_of(STATIC_ROOT)}/" == settings.STATIC_URL


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="muhatap.project.urls.public")
def test_a_phone_asks_for_them_once() -> None:
    answer = Client().get(f"{settings.STATIC_URL}muhatap/muhatap.css")
    answer.close()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "max-age=315360000, public, immutable")
