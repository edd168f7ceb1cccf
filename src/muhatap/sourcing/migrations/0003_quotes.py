import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import muhatap.kernel.money
from django.conf import settings
from django.db import migrations, models

from muhatap.sourcing import guards


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        ("kernel", "0003_several_things_at_once"),
        ("parties", "0002_location_name"),
        ("sourcing", "0002_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.IntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sent", "sent"),
                            ("replaced", "replaced"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("valid_until", models.DateField(null=True)),
                ("remark", models.CharField(blank=True, max_length=1000)),
                ("saved_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuoteInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("declined", "declined to quote"),
                            ("decided", "decided"),
                            ("cancelled", "cancelled"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("deadline", models.DateTimeField()),
                ("message", models.CharField(blank=True, max_length=1000)),
                ("invited_at", models.DateTimeField()),
                ("reminded_at", models.DateTimeField(null=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("decline_reason", models.CharField(blank=True, max_length=500)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quote_invitations",
                        to="parties.party",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="sourcing.round",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuoteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.IntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sent", "sent"),
                            ("replaced", "replaced"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("valid_until", models.DateField(null=True)),
                ("remark", models.CharField(blank=True, max_length=1000)),
                ("saved_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="sourcing.quote",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="sourcing.quoteinvitation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="quote",
            name="invitation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quotes",
                to="sourcing.quoteinvitation",
            ),
        ),
        migrations.CreateModel(
            name="AskedLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.IntegerField()),
                ("quantity", muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14)),
                ("unit", models.CharField(max_length=3)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("per_period", "fixed per month"),
                            ("per_visit", "per visit"),
                            ("per_unit", "per unit"),
                            ("per_head", "per head and month"),
                            ("time_material", "time and material"),
                        ],
                        max_length=15,
                    ),
                ),
                ("pattern", models.CharField(blank=True, max_length=200)),
                ("standard", models.CharField(blank=True, max_length=500)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("open", "not decided"),
                            ("awarded", "awarded to you"),
                            ("other", "awarded to another company"),
                            ("nobody", "not awarded"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("own_rank", models.IntegerField(null=True)),
                ("compared", models.IntegerField(null=True)),
                ("against", models.JSONField(default=list)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.district"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="sourcing.roundline",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.service"
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="sourcing.quoteinvitation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuoteLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("offered", models.BooleanField()),
                (
                    "unit_price",
                    muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18, null=True),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("per_period", "fixed per month"),
                            ("per_visit", "per visit"),
                            ("per_unit", "per unit"),
                            ("per_head", "per head and month"),
                            ("time_material", "time and material"),
                        ],
                        max_length=15,
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=3)),
                ("minimum_charge", muhatap.kernel.money.MinorUnitsField(null=True)),
                ("lead_days", models.IntegerField(null=True)),
                ("remark", models.CharField(blank=True, max_length=300)),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quoted",
                        to="sourcing.askedline",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="sourcing.quote"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuoteFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="sourcing.quote"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["member", "quote"], name="quote_file_member")],
                "constraints": [models.UniqueConstraint(fields=("quote", "file"), name="quote_file_once")],
            },
        ),
        migrations.AddIndex(
            model_name="quoteinvitation",
            index=models.Index(fields=["round", "status"], name="quote_invitation_round"),
        ),
        migrations.AddConstraint(
            model_name="quoteinvitation",
            constraint=models.UniqueConstraint(fields=("member", "round"), name="quote_invitation_once"),
        ),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(fields=["member", "invitation"], name="quote_member"),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(fields=("invitation", "version"), name="quote_version_once"),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "draft")), fields=("invitation",), name="quote_one_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "sent")), fields=("invitation",), name="quote_one_sent"
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "draft"), ("sent_at__isnull", False), _connector="OR"),
                name="quote_sent_at",
            ),
        ),
        migrations.AddIndex(
            model_name="askedline",
            index=models.Index(fields=["member", "invitation"], name="asked_line_member"),
        ),
        migrations.AddIndex(
            model_name="askedline",
            index=models.Index(fields=["line"], name="asked_line_line"),
        ),
        migrations.AddConstraint(
            model_name="askedline",
            constraint=models.UniqueConstraint(fields=("invitation", "line"), name="asked_line_once"),
        ),
        migrations.AddIndex(
            model_name="quoteline",
            index=models.Index(fields=["member", "quote"], name="quote_line_member"),
        ),
        migrations.AddIndex(
            model_name="quoteline",
            index=models.Index(fields=["asked"], name="quote_line_asked"),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.UniqueConstraint(fields=("quote", "asked"), name="quote_line_once"),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("offered", False), ("unit_price__isnull", True)),
                    models.Q(("offered", True), ("unit_price__gt", 0)),
                    _connector="OR",
                ),
                name="quote_line_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minimum_charge__isnull", True), ("minimum_charge__gt", 0), _connector="OR"
                ),
                name="quote_line_minimum",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(("lead_days__isnull", True), ("lead_days__gte", 0), _connector="OR"),
                name="quote_line_lead",
            ),
        ),
        migrations.RunSQL(guards.SENDING, guards.SENDING_DROP),
        migrations.RunSQL(guards.CONTENT, guards.CONTENT_DROP),
        migrations.RunSQL(guards.ANSWERING, guards.ANSWERING_DROP),
    ]
