import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
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
        ("demand", "0001_initial"),
        ("parties", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="CustomerContract",
            fields=[
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="customer_contract",
                        serialize=False,
                        to="agreements.agreement",
                    ),
                ),
                (
                    "billing_cycle",
                    models.CharField(
                        choices=[("monthly", "monthly"), ("quarterly", "quarterly")],
                        default="monthly",
                        max_length=10,
                    ),
                ),
                ("billing_day", models.IntegerField(default=1)),
                ("in_arrears", models.BooleanField(default=True)),
                ("payment_days", models.IntegerField(default=30)),
                ("long_payment_agreed", models.BooleanField(default=False)),
                ("notice_days", models.IntegerField(default=60)),
                ("auto_renew", models.BooleanField(default=True)),
                ("renewal_deadline", models.DateField(null=True)),
                ("statement_approval", models.BooleanField(default=False)),
                ("members_visible", models.BooleanField(default=False)),
                ("network_notice", models.BooleanField(default=False)),
                ("late_interest_rate", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ("purchase_order", models.CharField(blank=True, max_length=60)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="parties.party",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="demand.proposal",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="demand.request",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["customer"], name="contract_customer")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("proposal__isnull", False)),
                        fields=("proposal",),
                        name="one_contract_per_proposal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payment_days__gte", 0)), name="contract_payment_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("billing_day__gte", 1), ("billing_day__lte", 31)),
                        name="contract_billing_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerContractEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "billing_cycle",
                    models.CharField(
                        choices=[("monthly", "monthly"), ("quarterly", "quarterly")],
                        default="monthly",
                        max_length=10,
                    ),
                ),
                ("billing_day", models.IntegerField(default=1)),
                ("in_arrears", models.BooleanField(default=True)),
                ("payment_days", models.IntegerField(default=30)),
                ("long_payment_agreed", models.BooleanField(default=False)),
                ("notice_days", models.IntegerField(default=60)),
                ("auto_renew", models.BooleanField(default=True)),
                ("renewal_deadline", models.DateField(null=True)),
                ("statement_approval", models.BooleanField(default=False)),
                ("members_visible", models.BooleanField(default=False)),
                ("network_notice", models.BooleanField(default=False)),
                ("late_interest_rate", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ("purchase_order", models.CharField(blank=True, max_length=60)),
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
                    "customer",
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
                        to="contracts.customercontract",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="demand.proposal",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="demand.request",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Expertise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.category"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expertise",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "category"), name="expertise_once")]
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("preparing", "in preparation"),
                            ("running", "running"),
                            ("closed", "closed"),
                        ],
                        default="preparing",
                        max_length=10,
                    ),
                ),
                ("starts_on", models.DateField()),
                (
                    "contract",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project",
                        to="contracts.customercontract",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="parties.party",
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputised_projects",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="managed_projects",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "status"], name="project_customer"),
                    models.Index(fields=["manager", "status"], name="project_manager"),
                ]
            },
        ),
        migrations.CreateModel(
            name="ProjectEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("preparing", "in preparation"),
                            ("running", "running"),
                            ("closed", "closed"),
                        ],
                        default="preparing",
                        max_length=10,
                    ),
                ),
                ("starts_on", models.DateField()),
                (
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.customercontract",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="contracts.project",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Promise",
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
                ("standard", models.CharField(blank=True, max_length=500)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "delivery_mode",
                    models.CharField(
                        choices=[("resale", "resale"), ("direct", "direct")], default="resale", max_length=10
                    ),
                ),
                ("response_minutes", models.IntegerField(null=True)),
                ("attend_minutes", models.IntegerField(null=True)),
                ("fix_minutes", models.IntegerField(null=True)),
                ("position", models.IntegerField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="contracts.customercontract",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="contracts.promise",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="parties.location",
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
                    models.Index(fields=["customer", "contract"], name="promise_customer"),
                    models.Index(fields=["contract", "position"], name="promise_contract"),
                    models.Index(fields=["location"], name="promise_location"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("contract", "position"),
                        name="promise_position_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="promise_quantity_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PromiseEvent",
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
                ("standard", models.CharField(blank=True, max_length=500)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "delivery_mode",
                    models.CharField(
                        choices=[("resale", "resale"), ("direct", "direct")], default="resale", max_length=10
                    ),
                ),
                ("response_minutes", models.IntegerField(null=True)),
                ("attend_minutes", models.IntegerField(null=True)),
                ("fix_minutes", models.IntegerField(null=True)),
                ("position", models.IntegerField()),
                (
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.customercontract",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.promise",
                    ),
                ),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
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
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="PromisePrice",
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
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prices",
                        to="contracts.promise",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["customer", "promise"], name="promise_price_customer")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("promise", "="), ("period", "&&")], name="promise_one_price_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit_price__gte", 0)), name="promise_price_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PromisePriceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("unit_price", muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "customer",
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
                        to="contracts.promiseprice",
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
            ],
            options={"abstract": False},
        ),
    ]
