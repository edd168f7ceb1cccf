"""The pieces of every page, as the browser gets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from muhatap.faces.web import lists as listing
from muhatap.kernel.money import Money

WEB = Path(listing.__file__).parents[1]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def rendered(source: str, **context: Any) -> str:
    text = Template("{% load ui %}" + source).render(Context(context))
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", text)).strip()


def test_a_pill_says_its_state_in_a_word_and_not_by_colour_alone() -> None:
    assert rendered("{% pill 'bad' 'Not backed' %}") == (
        '<span class="pill bad"><i aria-hidden="true"></i><span class="pill-text">Not backed</span></span>'
    )


def test_a_pill_escapes_what_people_typed() -> None:
    assert rendered("{% pill 'ok' text %}", text="<b>") == (
        '<span class="pill ok"><i aria-hidden="true"></i><span class="pill-text">&lt;b&gt;</span></span>'
    )


def test_a_tone_that_means_nothing_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match=r"^'purple' is not a tone: bad, none, ok, warn$"):
        rendered("{% pill 'purple' 'x' %}")


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    address = f"{settings.STATIC_URL}vendor/tabler-icons/icons.svg"
    assert rendered("{% icon 'home' %}") == (f'<svg class="icon" aria-hidden="true"><use href="{address}#home"/></svg>')
    assert rendered("{% icon 'home' 'Today' %}") == (
        f'<svg class="icon" role="img" aria-label="Today"><use href="{address}#home"/></svg>'
    )


def test_a_bar_is_a_progress_element_with_words() -> None:
    assert rendered("{% bar 34 41 'ok' %}") == (
        '<progress class="bar ok" value="34" max="41" aria-label="34 / 41">34 / 41</progress>'
    )


def test_a_tile_opens_the_rows_behind_its_number() -> None:
    assert rendered("{% tile '3' 'at risk' 'in 14 days' '/gaps/' 'bad' %}") == (
        '<a class="card tile bad" href="/gaps/"><b>3</b><span class="tile-label">at risk</span>'
        '<span class="sub">in 14 days</span></a>'
    )
    assert rendered("{% tile '3' 'at risk' %}") == (
        '<div class="card tile none"><b>3</b><span class="tile-label">at risk</span></div>'
    )


def test_a_card_has_a_heading_and_its_content() -> None:
    assert rendered("{% card 'Gaps' sub='first' name='gaps' %}<p>{{ x }}</p>{% endcard %}", x="<") == (
        '<section class="card" id="gaps"><h2 class="card-head">Gaps <span class="sub">first</span></h2>'
        "<p>&lt;</p></section>"
    )


def test_facts_are_a_definition_list() -> None:
    pairs = [("Owner", "Elif"), {"label": "Document", "value": "1 missing", "url": "/d/", "tone": "bad"}]
    assert rendered("{% facts pairs %}", pairs=pairs) == (
        '<dl class="facts"><div><dt>Owner</dt><dd>Elif</dd></div><div><dt>Document</dt>'
        '<dd class="bad"><a href="/d/">1 missing</a></dd></div></dl>'
    )


def test_the_spine_says_where_a_thing_stands() -> None:
    steps = [
        {"label": "Request", "state": "done", "url": "/r/"},
        {"label": "Visit", "state": "now", "url": ""},
        {"label": "Proposal", "state": "todo", "url": ""},
    ]
    html = rendered("{% spine steps %}", steps=steps)
    assert re.findall(r'<li class="(\w+)"( aria-current="step")?>', html) == [
        ("done", ""),
        ("now", ' aria-current="step"'),
        ("todo", ""),
    ]
    assert '<a href="/r/">Request</a><span class="visually-hidden">: done</span>' in html
    assert "Step 2 of 3: <b>Visit</b>" in html


def test_the_next_step_is_one_link() -> None:
    html = rendered("{% next_step sentence='Sign.' label='Sign' url='/s/' waits_for='Customer' %}")
    assert '<b>Next step:</b> Sign.</p><p class="sub">Waits for: Customer</p>' in html
    assert html.count('<a class="btn btn-primary" href="/s/">Sign</a>') == 1


def test_a_next_step_that_changes_something_is_sent_with_the_token() -> None:
    source = "{% next_step sentence='Go.' label='Go' url='/g/' method='post' %}"
    assert (
        '<form method="post" action="/g/"><input type="hidden" name="csrfmiddlewaretoken" value="t0k">'
        '<button class="btn btn-primary">Go</button></form>'
    ) in rendered(source, csrf_token="t0k")


def test_a_step_that_cannot_be_taken_says_why_and_cannot_be_pressed() -> None:
    reasons = ["Not signed.", {"text": "Document expires", "url": "/d/"}]
    html = rendered("{% next_step sentence='Go.' label='Go' url='/g/' disabled_reason=r %}", r=reasons)
    assert '<ul><li>Not signed.</li><li><a href="/d/">Document expires</a></li></ul>' in html
    assert '<button type="button" class="btn btn-primary" disabled aria-describedby="step-reasons">Go</button>' in html
    assert 'href="/g/"' not in html
    assert 'action="/g/"' not in html


def test_the_backing_calendar_says_every_day_in_words() -> None:
    days = [date(2026, 11, 29) + timedelta(days=shift) for shift in range(3)]
    gap = {"grade": "none", "text": "member left", "url": "/gap/"}
    rows = [{"title": "Konak", "sub": "2 visits", "url": "/p/", "cells": ["full", "partial", gap]}]
    html = rendered("{% backing_calendar rows days 'Backing' %}", rows=rows, days=days)
    assert re.findall(r'title="([^"]+)"', html) == [
        "29 Nov: fully backed",
        "30 Nov: partial",
        "1 Dec: member left",
    ]
    assert '<a class="cell g-none" href="/gap/"' in html
    assert re.findall(r'class="cell g-\w+" aria-hidden="true"></i>([^<]+)<', html) == [
        "fully backed",
        "partial",
        "not backed",
    ]


def test_a_calendar_row_with_a_day_missing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^zip\(\) argument 2 is longer than argument 1$"):
        rendered("{% backing_calendar rows days %}", rows=[{"title": "x", "cells": []}], days=[date(2026, 1, 1)])


def test_a_table_aligns_numbers_and_opens_its_rows() -> None:
    columns = [{"label": "Contract", "sort_url": "?sort=a", "sorted": "asc"}, {"label": "Fee"}]
    rows = [{"url": "/c/", "cells": ["Pusula", {"kind": "money", "text": Money(123450)}]}]
    html = rendered("{% table columns rows 'Contracts' %}", columns=columns, rows=rows)
    assert '<th scope="col" role="columnheader" aria-sort="ascending"><a href="?sort=a">Contract' in html
    assert (
        '<td role="cell" data-label="Contract" class="first"><span class="v"><a href="/c/">Pusula</a></span>'
        '</td><td role="cell" data-label="Fee" class=" num"><span class="v">₺1,234.50</span></td>'
    ) in html


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (listing.Cell(Money(-5)), "−₺0.05"),
        (listing.Cell(Decimal("1250.500")), "1,250.5"),
        (listing.Cell(date(2026, 11, 22)), "22 Nov 2026"),
        (listing.Cell(datetime(2026, 11, 22, 11, 5, tzinfo=UTC)), "22 Nov 2026 14:05"),
        (listing.Cell("Elif", sub="Izmir"), 'Elif<span class="sub">Izmir</span>'),
        (
            listing.Cell("Late", tone="bad"),
            '<span class="pill bad"><i aria-hidden="true"></i><span class="pill-text">Late</span></span>',
        ),
        (listing.Cell("PDF", url="/f/"), '<a href="/f/">PDF</a>'),
        (listing.Cell(None), "—"),
        (None, "—"),
        ("", "—"),
    ],
)
def test_a_cell_shows_its_value_as_people_write_it(cell: Any, shown: str) -> None:
    html = rendered("{% table columns rows %}", columns=["A"], rows=[{"url": "", "cells": [cell]}])
    assert re.findall(r'<span class="v">(.*)</span></td>', html) == [shown]


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^zip\(\) argument 2 is shorter than argument 1$"):
        rendered("{% table columns rows %}", columns=["A"], rows=[{"cells": ["1", "2"]}])


def test_the_timeline_is_told_in_local_time() -> None:
    entries = [{"at": datetime(2026, 11, 22, 11, 5, tzinfo=UTC), "title": "Published", "who": "Deniz"}]
    html = rendered("{% timeline entries %}", entries=entries)
    assert '<div class="timeline-title">Published</div>' in html
    assert ">22 Nov 2026 14:05</time> · Deniz</div>" in html


class Order(forms.Form):
    area = forms.DecimalField(widget=forms.TextInput({"data-unit": "m²", "inputmode": "decimal"}), help_text="Net.")
    note = forms.CharField(required=False, widget=forms.Textarea)
    way = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField()
    secret = forms.CharField(widget=forms.HiddenInput)


def test_a_field_is_described_by_its_unit_help_and_error() -> None:
    form = Order({"area": "much"})
    html = rendered("{% field form.area %}", form=form)
    assert 'value="much"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_area_unit id_area_helptext id_area_error"' in html
    assert 'class="form-control is-invalid"' in html
    assert '<span class="input-group-text" id="id_area_unit">m²</span>' in html
    assert '<div class="form-hint" id="id_area_helptext">Net.</div>' in html
    assert '<div class="field-error" id="id_area_error"><div>Enter a number.</div></div>' in html


def test_a_field_that_may_stay_empty_says_so() -> None:
    assert '<label class="form-label" for="id_note">Note <span class="sub">(optional)</span></label>' in (
        rendered("{% field form.note %}", form=Order())
    )


def test_choices_are_a_group_with_a_legend() -> None:
    html = rendered("{% field form.way %}", form=Order({}))
    assert html.startswith('<fieldset class="field wrong" aria-describedby=" id_way_error">')
    assert '<legend class="form-label">Way</legend>' in html


def test_groups_keep_every_field_once_and_hidden_ones_too() -> None:
    groups = [{"title": "What", "help": "", "names": ["note", "area"]}]
    html = rendered("{% fields form groups %}", form=Order(), groups=groups)
    assert re.findall(r'name="(\w+)"', html) == ["secret", "note", "area", "way", "way", "agreed"]
    assert html.count('<fieldset class="group"><legend>What</legend>') == 1


def test_the_summary_leads_to_every_wrong_field() -> None:
    form = Order({"area": "much", "way": "a", "agreed": "on", "secret": "s"})
    form.is_valid()
    form.add_error(None, "The whole is wrong.")
    html = rendered("{% error_summary form %}", form=form)
    assert "2 things need correcting; nothing you typed is lost." in html
    assert '<ul><li>The whole is wrong.</li><li><a href="#id_area">Area – Enter a number.</a></li></ul>' in html


def test_there_is_no_summary_when_nothing_is_wrong() -> None:
    assert rendered("{% error_summary form None %}", form=Order()) == ""


def test_the_summary_covers_the_lines_of_a_formset() -> None:
    lines = forms.formset_factory(Order, extra=0)(
        {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "0",
            "form-0-area": "1",
            "form-0-way": "a",
            "form-0-secret": "s",
        }
    )
    html = rendered("{% error_summary lines %}", lines=lines)
    assert re.findall(r"<li>(.*?)</li>", html) == ['<a href="#id_form-0-agreed">Agreed – This field is required.</a>']


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ v|money }}", Money(123456789), "₺1,234,567.89"),
        ("{{ v|money:'EUR' }}", 100, "€1.00"),
        ("{{ v|money }}", None, "—"),
        ("{{ v|unit_price }}", Decimal("12.3456"), "₺12.3456"),
        ("{{ v|qty }}", Decimal("2.500"), "2.5"),
        ("{{ v|percent }}", Decimal("18.5"), "18.5%"),
        ("{{ v|day }}", date(2026, 11, 22), "22 Nov 2026"),
        ("{{ v|day_long }}", date(2026, 11, 22), "Sunday 22 November"),
        ("{{ v|moment }}", datetime(2026, 11, 22, 11, 5, tzinfo=UTC), "22 Nov 2026 14:05"),
        ("{{ v|clock }}", datetime(2026, 11, 22, 11, 5, tzinfo=UTC), "14:05"),
        ("{{ v|duration }}", 72, "1 h 12 min"),
        ("{{ v|file_size }}", 1_440_000, "1.4 MB"),
        ("{{ v|day }}", None, "—"),
    ],
)
def test_a_filter_writes_a_value_for_people(source: str, value: Any, shown: str) -> None:
    assert rendered(source, v=value) == shown


def test_turkish_pages_write_turkish() -> None:
    with translation.override("tr"):
        assert rendered("{{ v|money }} {{ d|day_long }}", v=Money(123456789), d=date(2026, 11, 22)) == (
            "1.234.567,89 ₺ 22 Kasım Pazar"
        )


def test_a_distance_is_told_from_the_clock_of_the_faces(settings: Any) -> None:
    settings.CLOCK = datetime(2026, 11, 22, 11, 5, tzinfo=UTC)
    assert rendered("{{ v|ago }}", v=date(2026, 12, 5)) == "in 13 days"


def test_an_amount_that_is_not_minor_units_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^money needs Money or minor units, not float$"):
        rendered("{{ v|money }}", v=1.5)


def test_a_link_keeps_what_else_the_address_asks_for() -> None:
    request = RequestFactory().get("/contracts/", {"q": "pusula", "state": "active", "after": "9"})
    assert rendered("{% address_without 'state' 'after' %}", request=request) == "?q=pusula"
    assert rendered("{% parameters_without 'q' 'after' as kept %}{{ kept|safe }}", request=request) == (
        "[('state', 'active')]"
    )


@pytest.mark.parametrize("template", sorted((WEB / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_no_template_carries_inline_script_or_style(template: Path) -> None:
    source = template.read_text()
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:", source) == []


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (WEB / "static/vendor/tabler-icons/icons.svg").read_text()))
    named = {
        name
        for template in (WEB / "templates").rglob("*.html")
        for name in re.findall(r"""\{% icon ["']([^"']+)["']""", template.read_text())
    }
    assert named - drawn == set()
