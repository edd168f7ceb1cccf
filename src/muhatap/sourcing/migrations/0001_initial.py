import django.db.models.deletion
import muhatap.kernel.money
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("contracts", "0001_initial"),
        ("parties", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "choosing"), ("closed", "closed"), ("cancelled", "cancelled")],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("deadline", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("ranked_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="contracts.customercontract",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["status", "deadline"], name="round_status")]},
        ),
        migrations.CreateModel(
            name="RoundLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "to choose"),
                            ("nobody", "nobody fits"),
                            ("awarded", "awarded"),
                            ("dropped", "dropped"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("position", models.IntegerField(default=0)),
                ("missing", models.JSONField(default=dict)),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.promise"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="sourcing.round"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["promise", "status"], name="round_line_promise")],
                "constraints": [models.UniqueConstraint(fields=("round", "promise"), name="round_line_once")],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fits", models.BooleanField()),
                ("reasons", models.JSONField()),
                ("rank", models.IntegerField(null=True)),
                (
                    "unit_price",
                    muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18, null=True),
                ),
                ("monthly_cost", muhatap.kernel.money.MinorUnitsField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="sourcing.roundline",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("line", "member"), name="candidate_once"),
                    models.UniqueConstraint(fields=("line", "rank"), name="candidate_rank_once"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.IntegerField()),
                ("unit_price", muhatap.kernel.money.UnitPriceField(decimal_places=4, max_digits=18)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="awards", to="parties.party"
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="award",
                        to="sourcing.roundline",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
