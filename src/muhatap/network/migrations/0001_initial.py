import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import muhatap.kernel.money
import muhatap.kernel.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("accounts", "__first__"),
        ("agreements", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("contracts", "0001_initial"),
        ("kernel", "0001_initial"),
        ("parties", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "party",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="membership",
                        serialize=False,
                        to="parties.party",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("approved", "approved"),
                            ("active", "active"),
                            ("suspended", "suspended"),
                            ("left", "left"),
                            ("blacklisted", "blacklisted"),
                        ],
                        default="approved",
                        max_length=12,
                    ),
                ),
                ("joined_on", models.DateField()),
                ("activated_on", models.DateField(null=True)),
                ("suspended_from", models.DateField(null=True)),
                ("suspended_until", models.DateField(null=True)),
                ("suspended_reason", models.CharField(blank=True, max_length=300)),
                ("left_on", models.DateField(null=True)),
                ("left_reason", models.CharField(blank=True, max_length=300)),
                ("about", models.TextField(blank=True)),
                ("workers", models.IntegerField(null=True)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("capacity", muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14)),
                ("unit", models.CharField(max_length=3)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "status",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("approved", "approved"), ("refused", "refused")],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.district"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage",
                        to="parties.party",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.service"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["member", "service", "district"], name="coverage_member"),
                    models.Index(fields=["service", "district", "status"], name="coverage_place"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("capacity__gt", 0)), name="coverage_capacity"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("status", "approved")),
                        expressions=[
                            (models.F("member"), "="),
                            (models.F("service"), "="),
                            (models.F("district"), "="),
                            (models.F("period"), "&&"),
                        ],
                        name="coverage_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoverageEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("capacity", muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14)),
                ("unit", models.CharField(max_length=3)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "status",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("approved", "approved"), ("refused", "refused")],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "district",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.district",
                    ),
                ),
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
                        to="network.coverage",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="catalogue.service",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60)),
                ("issuer", models.CharField(blank=True, max_length=120)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("uploaded", "waiting for a check"),
                            ("verified", "verified"),
                            ("rejected", "rejected"),
                            ("replaced", "replaced"),
                        ],
                        default="uploaded",
                        max_length=12,
                    ),
                ),
                ("rejection_reason", models.CharField(blank=True, max_length=300)),
                ("uploaded_at", models.DateTimeField()),
                ("verified_at", models.DateTimeField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="parties.party",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.documenttype",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["member", "type", "status"], name="document_member"),
                    models.Index(fields=["status", "uploaded_at"], name="document_queue"),
                ]
            },
        ),
        migrations.CreateModel(
            name="DocumentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(blank=True, max_length=60)),
                ("issuer", models.CharField(blank=True, max_length=120)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("uploaded", "waiting for a check"),
                            ("verified", "verified"),
                            ("rejected", "rejected"),
                            ("replaced", "replaced"),
                        ],
                        default="uploaded",
                        max_length=12,
                    ),
                ),
                ("rejection_reason", models.CharField(blank=True, max_length=300)),
                ("uploaded_at", models.DateTimeField()),
                ("verified_at", models.DateTimeField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="kernel.storedfile",
                    ),
                ),
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
                        to="network.document",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="catalogue.documenttype",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=64, unique=True)),
                ("company_name", models.CharField(blank=True, max_length=200)),
                ("email", models.EmailField(max_length=254)),
                ("message", models.TextField(blank=True)),
                ("invited_at", models.DateTimeField()),
                (
                    "district",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.district",
                    ),
                ),
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
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.service",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("token", models.CharField(max_length=64, unique=True)),
                ("company_name", models.CharField(max_length=200)),
                ("tax_number", models.CharField(max_length=11)),
                ("tax_office", models.CharField(max_length=80)),
                ("contact_name", models.CharField(max_length=120)),
                ("phone", models.CharField(max_length=20)),
                ("email", models.EmailField(max_length=254)),
                ("address", models.CharField(blank=True, max_length=300)),
                (
                    "services",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None
                    ),
                ),
                (
                    "provinces",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), default=list, size=None
                    ),
                ),
                ("workers", models.IntegerField()),
                ("about", models.TextField(blank=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("review", "in review"),
                            ("conditions", "conditions stated"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="received",
                        max_length=12,
                    ),
                ),
                ("score", models.IntegerField(null=True)),
                ("received_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_reason", models.CharField(blank=True, max_length=500)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.district"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="parties.party",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="network.invitation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["status", "received_at"], name="application_status"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            muhatap.kernel.text.Fold("company_name"), name="gin_trgm_ops"
                        ),
                        name="application_company",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="MemberEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("approved", "approved"),
                            ("active", "active"),
                            ("suspended", "suspended"),
                            ("left", "left"),
                            ("blacklisted", "blacklisted"),
                        ],
                        default="approved",
                        max_length=12,
                    ),
                ),
                ("joined_on", models.DateField()),
                ("activated_on", models.DateField(null=True)),
                ("suspended_from", models.DateField(null=True)),
                ("suspended_until", models.DateField(null=True)),
                ("suspended_reason", models.CharField(blank=True, max_length=300)),
                ("left_on", models.DateField(null=True)),
                ("left_reason", models.CharField(blank=True, max_length=300)),
                ("about", models.TextField(blank=True)),
                ("workers", models.IntegerField(null=True)),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="parties.party",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="network.member",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="MembershipAgreement",
            fields=[
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="membership",
                        serialize=False,
                        to="agreements.agreement",
                    ),
                ),
                ("notice_days", models.IntegerField(default=60)),
                ("payment_days", models.IntegerField(default=30)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="membership_agreements",
                        to="parties.party",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["member", "agreement"], name="membership_member")]},
        ),
        migrations.CreateModel(
            name="RateCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                ("unit_price", muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("stated_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rate_cards",
                        to="parties.party",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.province",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.service"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["member", "service"], name="rate_card_member")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("unit_price__gt", 0)), name="rate_card_price"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("member"), "="),
                            (models.F("service"), "="),
                            (
                                django.db.models.functions.comparison.Coalesce(
                                    models.F("province"), models.Value("")
                                ),
                                "=",
                            ),
                            (models.F("basis"), "="),
                            (models.F("period"), "&&"),
                        ],
                        name="rate_card_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RateCardEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                ("unit_price", muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("stated_at", models.DateTimeField()),
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
                        to="network.ratecard",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.province",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="catalogue.service",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("score", models.DecimalField(decimal_places=1, max_digits=5)),
                ("grade", models.CharField(max_length=1)),
                ("observations", models.IntegerField()),
                ("inputs", models.JSONField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standings",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("member", "month"), name="standing_once")]
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.district"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.promise"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.service"
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["member", "service", "district", "period"], name="commitment_place"
                    ),
                    models.Index(fields=["promise", "member"], name="commitment_promise"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("before_approval", models.BooleanField(default=False)),
                ("due_on", models.DateField()),
                ("met_on", models.DateField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="network.application",
                    ),
                ),
                (
                    "document_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.documenttype",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["member", "due_on"], name="condition_member"),
                    models.Index(fields=["application", "due_on"], name="condition_application"),
                ]
            },
        ),
    ]
