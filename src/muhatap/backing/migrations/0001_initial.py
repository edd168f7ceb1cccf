import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import muhatap.kernel.money
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("agreements", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("contracts", "0001_initial"),
        ("parties", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Backing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                ("window_from", models.TimeField(null=True)),
                ("window_until", models.TimeField(null=True)),
                ("standard", models.TextField(blank=True)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "role",
                    models.CharField(
                        choices=[("primary", "primary"), ("backup", "backup")],
                        default="primary",
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("in_force", "in force"),
                            ("ended", "ended"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("position", models.IntegerField()),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.location"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="backings",
                        to="parties.party",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="backings",
                        to="contracts.promise",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.service"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BackingPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_price", muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "backing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="backing.backing",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["member", "backing"], name="backing_price_member")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unit_price__gt", 0)), name="backing_price_positive"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[(models.F("backing"), "="), (models.F("period"), "&&")],
                        name="backing_price_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BackingPriceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("unit_price", muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "backing",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="backing.backing",
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
                        to="backing.backingprice",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Gap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("coverage", "member missing"),
                            ("signature", "signature missing"),
                            ("document", "document missing"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("full", "fully backed"),
                            ("conditional", "conditional"),
                            ("partial", "partial"),
                            ("backup", "backup only"),
                            ("none", "not backed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("days", models.IntegerField()),
                ("amount", muhatap.kernel.money.MinorUnitsField()),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "open"), ("accepted", "accepted"), ("closed", "closed")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("accepted_until", models.DateField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gaps",
                        to="contracts.promise",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["status", "promise"], name="gap_status"),
                    django.contrib.postgres.indexes.GistIndex(
                        condition=models.Q(("status__in", ["open", "accepted"])),
                        fields=["period"],
                        name="gap_period",
                    ),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("status", "closed"), _negated=True),
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        expressions=[
                            (models.F("promise"), "="),
                            (models.F("kind"), "="),
                            (models.F("period"), "&&"),
                        ],
                        name="gap_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectAgreement",
            fields=[
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="project_agreement",
                        serialize=False,
                        to="agreements.agreement",
                    ),
                ),
                (
                    "settlement_cycle",
                    models.CharField(
                        choices=[("monthly", "monthly"), ("twice_a_month", "twice a month")],
                        default="monthly",
                        max_length=15,
                    ),
                ),
                ("payment_days", models.IntegerField()),
                ("retention_percent", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ("notice_days", models.IntegerField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_agreements",
                        to="parties.party",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_agreements",
                        to="contracts.project",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["member", "project"], name="project_agreement_member")]
            },
        ),
        migrations.CreateModel(
            name="BackingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                ("window_from", models.TimeField(null=True)),
                ("window_until", models.TimeField(null=True)),
                ("standard", models.TextField(blank=True)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "role",
                    models.CharField(
                        choices=[("primary", "primary"), ("backup", "backup")],
                        default="primary",
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("in_force", "in force"),
                            ("ended", "ended"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("position", models.IntegerField()),
                (
                    "location",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.location",
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
                        to="backing.backing",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.promise",
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
                (
                    "project_agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="backing.projectagreement",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            model_name="backing",
            name="project_agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="backings",
                to="backing.projectagreement",
            ),
        ),
        migrations.CreateModel(
            name="ProjectAgreementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "settlement_cycle",
                    models.CharField(
                        choices=[("monthly", "monthly"), ("twice_a_month", "twice a month")],
                        default="monthly",
                        max_length=15,
                    ),
                ),
                ("payment_days", models.IntegerField()),
                ("retention_percent", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ("notice_days", models.IntegerField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="agreements.agreement",
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
                        to="backing.projectagreement",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.project",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="PromiseCover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("covered", models.BooleanField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cover",
                        to="contracts.promise",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["customer", "promise"], name="cover_customer")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        expressions=[(models.F("promise"), "="), (models.F("period"), "&&")],
                        name="cover_once",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="backing", index=models.Index(fields=["member", "promise"], name="backing_member")
        ),
        migrations.AddIndex(
            model_name="backing",
            index=models.Index(fields=["promise", "role", "status"], name="backing_promise"),
        ),
        migrations.AddIndex(
            model_name="backing",
            index=models.Index(fields=["project_agreement", "position"], name="backing_agreement"),
        ),
        migrations.AddConstraint(
            model_name="backing",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="backing_quantity"
            ),
        ),
        migrations.AddConstraint(
            model_name="backing",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("status", "cancelled"), _negated=True),
                expressions=[
                    (models.F("promise"), "="),
                    (models.F("member"), "="),
                    (models.F("period"), "&&"),
                ],
                name="backing_member_once",
            ),
        ),
    ]
