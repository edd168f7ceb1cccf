"""Who acts in the story: the people of the desk, the customer and the new member, each at their own browser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from tests.browser.acting import Sitting
from tests.browser.conftest import Watched
from tests.browser.house import House
from tests.browser.playing import PASSWORD

MEMBER_EMAIL, CREW_EMAIL = "ayse.parlak@parlakcevre.example", "hasan.usta@parlakcevre.example"
CUSTOMER, CUSTOMER_EMAIL = "Ada Gıda Sanayi ve Ticaret A.Ş.", "ece.sahin@adagida.example"
OWN_PASSWORD = "uzun-bir-parola-2026"


@dataclass
class Cast:
    """The house, the screens, who sits where, and the pages they will come back to."""

    house: House
    screen: Watched
    sitting: dict[str, Sitting] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)

    def at(self, moment: str) -> None:
        """Move the clock of the faces."""
        self.house.now_is(datetime.fromisoformat(f"{moment}+03:00"))

    def desk(self, who: str, *, phone: bool = False) -> Sitting:
        """Somebody of the desk by the first part of their e-mail, logged in since their first act."""
        if who not in self.sitting:
            page = self.screen.person(self.house.urls["desk"], phone=phone)
            self.sitting[who] = Sitting(page).log_in(f"{who}@n.example", PASSWORD)
        return self.sitting[who]

    def invited(self, who: str, face: str, email: str, *, phone: bool = False) -> Sitting:
        """Somebody of a portal who follows the link of their invitation, chooses a password and logs in."""
        sitting = Sitting(self.screen.person(self.house.urls[face], phone=phone))
        sitting.page.goto(self.house.link(email, "davet edildiniz"))
        sitting.fill({"Yeni parola": OWN_PASSWORD, "Yeni parola, tekrar": OWN_PASSWORD}).click("Parolayı kaydet")
        self.sitting[who] = sitting.log_in(email, OWN_PASSWORD)
        return sitting

    def code(self, email: str) -> str:
        """The one-time code in the newest mail to somebody."""
        found = re.search(r"^\s+(\d{6})\s*$", self.house.mail(email, "tek kullanımlık kod"), re.MULTILINE)
        assert found is not None, f"the mail to {email} has no code"
        return found.group(1)

    def sign(self, sitting: Sitting, email: str) -> Sitting:
        """Sign what is on the screen with the code from the mail."""
        sitting.click("Kodu gönder").fill({"E-postadaki kod": self.code(email)})
        return sitting.click("İmzala").reads("İmzalandı")
