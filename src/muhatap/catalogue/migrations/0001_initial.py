import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                ("name_tr", models.CharField(max_length=300)),
                ("name_en", models.CharField(max_length=300)),
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("position", models.IntegerField()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="DocumentType",
            fields=[
                ("name_tr", models.CharField(max_length=300)),
                ("name_en", models.CharField(max_length=300)),
                ("key", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("level", models.CharField(max_length=20)),
                ("applies_to", models.CharField(max_length=200)),
                ("validity_rule", models.CharField(blank=True, max_length=300)),
                ("validity_days", models.IntegerField(null=True)),
                ("law", models.CharField(blank=True, max_length=300)),
                ("why", models.CharField(blank=True, max_length=400)),
                ("blocks", models.BooleanField(default=False)),
                ("monthly", models.BooleanField(default=False)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Kpi",
            fields=[
                ("name_tr", models.CharField(max_length=300)),
                ("name_en", models.CharField(max_length=300)),
                ("key", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("service_family", models.CharField(max_length=60)),
                ("formula", models.TextField()),
                ("unit", models.CharField(max_length=40)),
                ("target", models.CharField(max_length=40)),
                ("direction", models.CharField(max_length=20)),
                ("penalty_rule", models.TextField()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="WithholdingCode",
            fields=[
                ("name_tr", models.CharField(max_length=300)),
                ("name_en", models.CharField(max_length=300)),
                ("code", models.CharField(max_length=3, primary_key=True, serialize=False)),
                ("numerator", models.IntegerField()),
                ("denominator", models.IntegerField()),
                ("buyers", models.CharField(blank=True, max_length=10)),
                ("threshold_for_a", models.BigIntegerField(null=True)),
                ("section", models.CharField(blank=True, max_length=40)),
                ("note", models.TextField(blank=True)),
                ("source", models.TextField(blank=True)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("name_tr", models.CharField(max_length=300)),
                ("name_en", models.CharField(max_length=300)),
                ("key", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("unit", models.CharField(max_length=3)),
                ("unit_words", models.CharField(max_length=60)),
                ("pricing_model", models.CharField(max_length=40)),
                ("rrule", models.CharField(blank=True, max_length=200)),
                ("vat_parameter", models.CharField(max_length=100)),
                (
                    "delivery_mode",
                    models.CharField(
                        choices=[("resale", "resale"), ("direct", "direct")], default="resale", max_length=10
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="catalogue.category",
                    ),
                ),
                (
                    "withholding",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="catalogue.withholdingcode"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="ServiceDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "document_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="catalogue.documenttype"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="catalogue.service",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("service", "document_type"), name="service_document_once")
                ]
            },
        ),
    ]
