import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import muhatap.kernel.money
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("backing", "0002_guards"),
        ("contracts", "0001_initial"),
        ("kernel", "0001_initial"),
        ("operations", "0001_initial"),
        ("parties", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="MonthEndRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(db_index=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("running", "running"), ("done", "done")], default="running", max_length=10
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("started_by", models.CharField(max_length=120)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="CustomerAccrual",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("month", models.DateField()),
                ("quantity", muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14)),
                ("unit_price", muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18)),
                ("days", models.IntegerField(null=True)),
                ("of_days", models.IntegerField(null=True)),
                ("net", muhatap.kernel.money.MinorUnitsField()),
                ("part", models.IntegerField(default=1)),
                ("currency", models.CharField(default="TRY", max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "accrued"), ("taken", "on a document")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("accrued_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accruals",
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
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accruals",
                        to="contracts.promise",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "month"], name="customer_accrual_customer"),
                    models.Index(fields=["contract", "month", "status"], name="customer_accrual_contract"),
                    models.Index(fields=["month"], name="customer_accrual_month"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("promise", "period", "month", "part"), name="customer_accrual_once"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("days__isnull", False)),
                        expressions=[("promise", "="), ("period", "&&")],
                        name="customer_accrual_apart",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("net__gte", 0)), name="customer_accrual_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("days__isnull", True), ("of_days__isnull", True)),
                            models.Q(("days__gte", 1), ("days__lte", models.F("of_days"))),
                            _connector="OR",
                        ),
                        name="customer_accrual_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerAccrualEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("month", models.DateField()),
                ("quantity", muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14)),
                ("unit_price", muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18)),
                ("days", models.IntegerField(null=True)),
                ("of_days", models.IntegerField(null=True)),
                ("net", muhatap.kernel.money.MinorUnitsField()),
                ("part", models.IntegerField(default=1)),
                ("currency", models.CharField(default="TRY", max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "accrued"), ("taken", "on a document")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("accrued_at", models.DateTimeField()),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="billing.customeraccrual",
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
        migrations.CreateModel(
            name="CustomerAccrualJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "accrual",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="billing.customeraccrual",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customer_accrual",
                        to="operations.job",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["customer", "accrual"], name="customer_accrual_jobs")]},
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=16)),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("month", models.DateField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("currency", models.CharField(default="TRY", max_length=3)),
                ("profile", models.CharField(blank=True, max_length=20)),
                ("type_code", models.CharField(blank=True, max_length=20)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("issued", "Issued"),
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                            ("paid", "Paid"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("net", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("vat", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("withheld", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("payable", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("made_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(null=True)),
                ("issued_on", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=120)),
                ("rejection", models.CharField(blank=True, max_length=1000)),
                ("paid_on", models.DateField(null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="contracts.customercontract",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="parties.party",
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.storedfile",
                    ),
                ),
                (
                    "xml",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.storedfile",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "month"], name="invoice_customer"),
                    models.Index(fields=["status", "due_on"], name="invoice_status"),
                    models.Index(fields=["month", "id"], name="invoice_month"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("number",),
                        name="invoice_number_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")),
                        fields=("contract", "month"),
                        name="one_draft_invoice_a_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "payable",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("net"), "+", models.F("vat")
                                    ),
                                    "-",
                                    models.F("withheld"),
                                ),
                            )
                        ),
                        name="invoice_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"), models.Q(("number", ""), _negated=True), _connector="OR"
                        ),
                        name="invoice_issued_has_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(blank=True, max_length=16)),
                ("uuid", models.UUIDField(default=uuid.uuid4)),
                ("month", models.DateField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("currency", models.CharField(default="TRY", max_length=3)),
                ("profile", models.CharField(blank=True, max_length=20)),
                ("type_code", models.CharField(blank=True, max_length=20)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("issued", "Issued"),
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                            ("paid", "Paid"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("net", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("vat", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("withheld", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("payable", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("made_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(null=True)),
                ("issued_on", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=120)),
                ("rejection", models.CharField(blank=True, max_length=1000)),
                ("paid_on", models.DateField(null=True)),
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
                    "pdf",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="kernel.storedfile",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="billing.invoice",
                    ),
                ),
                (
                    "xml",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="kernel.storedfile",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.IntegerField()),
                ("text", models.CharField(max_length=300)),
                ("description", models.CharField(blank=True, max_length=300)),
                ("quantity", muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14)),
                ("unit", models.CharField(max_length=3)),
                ("unit_price", muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18)),
                ("net", muhatap.kernel.money.MinorUnitsField()),
                ("vat_rate", models.DecimalField(decimal_places=2, max_digits=5)),
                ("vat", muhatap.kernel.money.MinorUnitsField()),
                ("withholding_code", models.CharField(blank=True, max_length=3)),
                ("withheld", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("why", models.CharField(blank=True, max_length=30)),
                (
                    "accrual",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="line",
                        to="billing.customeraccrual",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="billing.invoice",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["customer", "invoice"], name="invoice_line_customer")]},
        ),
        migrations.CreateModel(
            name="InvoiceLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.IntegerField()),
                ("text", models.CharField(max_length=300)),
                ("description", models.CharField(blank=True, max_length=300)),
                ("quantity", muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14)),
                ("unit", models.CharField(max_length=3)),
                ("unit_price", muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18)),
                ("net", muhatap.kernel.money.MinorUnitsField()),
                ("vat_rate", models.DecimalField(decimal_places=2, max_digits=5)),
                ("vat", muhatap.kernel.money.MinorUnitsField()),
                ("withholding_code", models.CharField(blank=True, max_length=3)),
                ("withheld", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("why", models.CharField(blank=True, max_length=30)),
                (
                    "accrual",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="billing.customeraccrual",
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
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="billing.invoice",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="billing.invoiceline",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="MemberAccrual",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("month", models.DateField()),
                ("quantity", muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14)),
                ("unit_price", muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18)),
                ("days", models.IntegerField(null=True)),
                ("of_days", models.IntegerField(null=True)),
                ("net", muhatap.kernel.money.MinorUnitsField()),
                ("part", models.IntegerField(default=1)),
                ("currency", models.CharField(default="TRY", max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "accrued"), ("taken", "on a document")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("accrued_at", models.DateTimeField()),
                (
                    "backing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accruals",
                        to="backing.backing",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "project_agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accruals",
                        to="backing.projectagreement",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["member", "month"], name="member_accrual_member"),
                    models.Index(
                        fields=["project_agreement", "month", "status"], name="member_accrual_agreement"
                    ),
                    models.Index(fields=["month"], name="member_accrual_month"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("backing", "period", "month", "part"), name="member_accrual_once"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("days__isnull", False)),
                        expressions=[("backing", "="), ("period", "&&")],
                        name="member_accrual_apart",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("net__gte", 0)), name="member_accrual_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("days__isnull", True), ("of_days__isnull", True)),
                            models.Q(("days__gte", 1), ("days__lte", models.F("of_days"))),
                            _connector="OR",
                        ),
                        name="member_accrual_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberAccrualEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("month", models.DateField()),
                ("quantity", muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14)),
                ("unit_price", muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18)),
                ("days", models.IntegerField(null=True)),
                ("of_days", models.IntegerField(null=True)),
                ("net", muhatap.kernel.money.MinorUnitsField()),
                ("part", models.IntegerField(default=1)),
                ("currency", models.CharField(default="TRY", max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "accrued"), ("taken", "on a document")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("accrued_at", models.DateTimeField()),
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
                        to="billing.memberaccrual",
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
        migrations.CreateModel(
            name="MemberAccrualJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "accrual",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="billing.memberaccrual",
                    ),
                ),
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="member_accrual",
                        to="operations.job",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["member", "accrual"], name="member_accrual_jobs")]},
        ),
        migrations.CreateModel(
            name="MonthEndResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("customer", "customer"), ("member", "member")], max_length=10),
                ),
                ("subject_id", models.BigIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("accrued", "accrued"),
                            ("nothing_new", "nothing new"),
                            ("refused", "refused"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("accruals", models.IntegerField(default=0)),
                ("net", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("message", models.CharField(blank=True, max_length=300)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="billing.monthendrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "side", "subject_id"), name="month_end_subject_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("amount", muhatap.kernel.money.MinorUnitsField()),
                ("currency", models.CharField(default="TRY", max_length=3)),
                ("paid_on", models.DateField()),
                ("iban", models.CharField(max_length=26)),
                ("reference", models.CharField(max_length=100)),
                ("recorded_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["member", "paid_on"], name="payment_member"),
                    models.Index(fields=["paid_on", "id"], name="payment_day"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payment_positive"),
                    models.UniqueConstraint(fields=("member", "reference"), name="payment_reference_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=20)),
                ("amount", muhatap.kernel.money.MinorUnitsField()),
                ("currency", models.CharField(default="TRY", max_length=3)),
                ("paid_on", models.DateField()),
                ("iban", models.CharField(max_length=26)),
                ("reference", models.CharField(max_length=100)),
                ("recorded_at", models.DateTimeField()),
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
                        to="billing.payment",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("amount", muhatap.kernel.money.MinorUnitsField()),
                ("currency", models.CharField(default="TRY", max_length=3)),
                ("received_on", models.DateField()),
                ("reference", models.CharField(max_length=100)),
                ("recorded_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "received_on"], name="receipt_customer"),
                    models.Index(fields=["received_on", "id"], name="receipt_day"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="receipt_positive"),
                    models.UniqueConstraint(fields=("customer", "reference"), name="receipt_reference_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptAllocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", muhatap.kernel.money.MinorUnitsField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="billing.invoice",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="billing.receipt",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["customer", "invoice"], name="receipt_allocation_customer")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="receipt_allocation_positive"
                    ),
                    models.UniqueConstraint(fields=("receipt", "invoice"), name="receipt_allocation_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=20)),
                ("amount", muhatap.kernel.money.MinorUnitsField()),
                ("currency", models.CharField(default="TRY", max_length=3)),
                ("received_on", models.DateField()),
                ("reference", models.CharField(max_length=100)),
                ("recorded_at", models.DateTimeField()),
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
                        to="billing.receipt",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("month", models.DateField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("currency", models.CharField(default="TRY", max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Sent to the member"),
                            ("agreed", "Agreed"),
                            ("objected", "Objected"),
                            ("approved", "Approved"),
                            ("paid", "Paid"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("gross", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("net", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("vat", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("withheld", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("deductions", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("retention_percent", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ("retention", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("payable", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=120)),
                ("objection", models.CharField(blank=True, max_length=1000)),
                ("objected_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=1000)),
                ("approved_at", models.DateTimeField(null=True)),
                ("approved_by", models.CharField(blank=True, max_length=120)),
                ("reservation", models.CharField(blank=True, max_length=500)),
                ("invoice_until", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("paid_at", models.DateField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="parties.party",
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.storedfile",
                    ),
                ),
                (
                    "project_agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="backing.projectagreement",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["member", "month"], name="settlement_member"),
                    models.Index(fields=["status", "due_on"], name="settlement_status"),
                    models.Index(fields=["month", "id"], name="settlement_month"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")),
                        fields=("project_agreement", "month"),
                        name="one_draft_settlement_a_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "payable",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("net"), "+", models.F("vat")
                                            ),
                                            "-",
                                            models.F("withheld"),
                                        ),
                                        "-",
                                        models.F("deductions"),
                                    ),
                                    "-",
                                    models.F("retention"),
                                ),
                            )
                        ),
                        name="settlement_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payable__gte", 0)), name="settlement_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentAllocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", muhatap.kernel.money.MinorUnitsField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="billing.payment",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="billing.settlement",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["member", "settlement"], name="payment_allocation_member")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="payment_allocation_positive"
                    ),
                    models.UniqueConstraint(fields=("payment", "settlement"), name="payment_allocation_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementDeduction",
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
                            ("penalty", "Penalty"),
                            ("advance", "Advance given before"),
                            ("damage", "Damage"),
                            ("wages", "Wages paid for the member"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("ground", models.CharField(max_length=300)),
                ("amount", muhatap.kernel.money.MinorUnitsField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="netted",
                        to="billing.settlement",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["member", "settlement"], name="deduction_member")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="deduction_positive")
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementDeductionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("penalty", "Penalty"),
                            ("advance", "Advance given before"),
                            ("damage", "Damage"),
                            ("wages", "Wages paid for the member"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("ground", models.CharField(max_length=300)),
                ("amount", muhatap.kernel.money.MinorUnitsField()),
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
                        to="billing.settlementdeduction",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="billing.settlement",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="SettlementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=20)),
                ("month", models.DateField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("currency", models.CharField(default="TRY", max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Sent to the member"),
                            ("agreed", "Agreed"),
                            ("objected", "Objected"),
                            ("approved", "Approved"),
                            ("paid", "Paid"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("gross", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("net", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("vat", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("withheld", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("deductions", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("retention_percent", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ("retention", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("payable", muhatap.kernel.money.MinorUnitsField(default=0)),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=120)),
                ("objection", models.CharField(blank=True, max_length=1000)),
                ("objected_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=1000)),
                ("approved_at", models.DateTimeField(null=True)),
                ("approved_by", models.CharField(blank=True, max_length=120)),
                ("reservation", models.CharField(blank=True, max_length=500)),
                ("invoice_until", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("paid_at", models.DateField(null=True)),
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
                    "pdf",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="kernel.storedfile",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="billing.settlement",
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
        migrations.CreateModel(
            name="SettlementLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.IntegerField()),
                ("text", models.CharField(max_length=300)),
                ("quantity", muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14)),
                ("unit", models.CharField(max_length=3)),
                ("unit_price", muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18)),
                ("net", muhatap.kernel.money.MinorUnitsField()),
                ("vat_rate", models.DecimalField(decimal_places=2, max_digits=5)),
                ("vat", muhatap.kernel.money.MinorUnitsField()),
                ("withholding_code", models.CharField(blank=True, max_length=3)),
                ("withheld", muhatap.kernel.money.MinorUnitsField(default=0)),
                (
                    "accrual",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="line",
                        to="billing.memberaccrual",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="billing.settlement",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["member", "settlement"], name="settlement_line_member")]
            },
        ),
        migrations.CreateModel(
            name="SettlementLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.IntegerField()),
                ("text", models.CharField(max_length=300)),
                ("quantity", muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14)),
                ("unit", models.CharField(max_length=3)),
                ("unit_price", muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18)),
                ("net", muhatap.kernel.money.MinorUnitsField()),
                ("vat_rate", models.DecimalField(decimal_places=2, max_digits=5)),
                ("vat", muhatap.kernel.money.MinorUnitsField()),
                ("withholding_code", models.CharField(blank=True, max_length=3)),
                ("withheld", muhatap.kernel.money.MinorUnitsField(default=0)),
                (
                    "accrual",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="billing.memberaccrual",
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
                        to="billing.settlementline",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="billing.settlement",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
