import django.db.models.deletion
import django.db.models.functions.datetime
import muhatap.kernel.models
import muhatap.kernel.money
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("parties", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("code", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("name_tr", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asset", "Asset"),
                            ("liability", "Liability"),
                            ("equity", "Equity"),
                            ("income", "Income"),
                            ("expense", "Expense"),
                            ("cost", "Cost"),
                            ("memo", "Memorandum"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("day", models.DateField()),
                ("currency", models.CharField(default="TRY", max_length=3)),
                ("text", models.CharField(max_length=300)),
                ("source_kind", models.CharField(max_length=40)),
                ("source_id", models.BigIntegerField()),
                (
                    "transaction",
                    models.BigIntegerField(db_default=muhatap.kernel.models.CurrentTransaction()),
                ),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["day", "id"], name="entry_day"),
                    models.Index(fields=["source_kind", "source_id"], name="entry_source"),
                ]
            },
        ),
        migrations.CreateModel(
            name="FiscalPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.IntegerField()),
                ("month", models.IntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("closed", "Closed"),
                            ("reopening", "Reopening asked for"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by_id", models.BigIntegerField(null=True)),
                ("reopening_reason", models.CharField(blank=True, max_length=300)),
                ("reopening_asked_at", models.DateTimeField(null=True)),
                ("reopening_asked_by_id", models.BigIntegerField(null=True)),
                ("reopened_at", models.DateTimeField(null=True)),
                ("reopened_by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("year", "month"), name="fiscal_period_once"),
                    models.CheckConstraint(
                        condition=models.Q(("month__gte", 1), ("month__lte", 12)), name="fiscal_period_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reopened_by_id", models.F("reopening_asked_by_id")), _negated=True),
                            models.Q(("status", "open"), _negated=True),
                            _connector="OR",
                        ),
                        name="fiscal_period_four_eyes",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.IntegerField()),
                ("amount", muhatap.kernel.money.MinorUnitsField()),
                (
                    "transaction",
                    models.BigIntegerField(db_default=muhatap.kernel.models.CurrentTransaction()),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="ledger.account",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="ledger.entry",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "party", "entry"], name="posting_account")],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "position"), name="posting_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="posting_not_zero"
                    ),
                ],
            },
        ),
    ]
