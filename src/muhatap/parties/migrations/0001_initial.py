import django.contrib.postgres.indexes
import django.db.models.deletion
import muhatap.kernel.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kernel", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Bank",
            fields=[
                ("code", models.CharField(max_length=5, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("bic", models.CharField(blank=True, max_length=11)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("postal_code", models.CharField(blank=True, max_length=5)),
            ],
        ),
        migrations.CreateModel(
            name="Province",
            fields=[
                ("code", models.CharField(max_length=2, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=40)),
                ("region_tr", models.CharField(max_length=40)),
                ("region_en", models.CharField(max_length=40)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("iban", models.CharField(max_length=26)),
                ("usable_from", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                (
                    "bank",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="parties.bank"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=120)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("area_m2", models.IntegerField(null=True)),
                ("opening_hours", models.CharField(blank=True, max_length=120)),
                ("access_notes", models.CharField(blank=True, max_length=300)),
                ("contact_name", models.CharField(blank=True, max_length=120)),
                ("contact_phone", models.CharField(blank=True, max_length=20)),
                ("check_in_code", models.CharField(blank=True, max_length=12)),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="parties.district"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="registered name")),
                ("short_name", models.CharField(max_length=80, verbose_name="short name")),
                ("is_company", models.BooleanField(default=True)),
                ("tax_number", models.CharField(blank=True, max_length=11, verbose_name="VKN / TCKN")),
                ("tax_office", models.CharField(blank=True, max_length=80, verbose_name="tax office")),
                (
                    "tax_class",
                    models.CharField(
                        choices=[
                            ("A", "VAT taxpayer"),
                            ("B", "designated buyer"),
                            ("B13", "designated buyer, also for other services"),
                            ("N", "no VAT registration"),
                        ],
                        default="A",
                        max_length=3,
                    ),
                ),
                ("einvoice_registered", models.BooleanField(default=True)),
                ("is_prime", models.BooleanField(default=False)),
                ("is_customer", models.BooleanField(default=False)),
                ("is_member", models.BooleanField(default=False)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
                (
                    "district",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="parties.district"
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            muhatap.kernel.text.Fold("name"), name="gin_trgm_ops"
                        ),
                        name="party_name",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("tax_number", ""), _negated=True),
                        fields=("tax_number",),
                        name="party_tax_number_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_prime", True)), fields=("is_prime",), name="one_prime"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LocationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=120)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("area_m2", models.IntegerField(null=True)),
                ("opening_hours", models.CharField(blank=True, max_length=120)),
                ("access_notes", models.CharField(blank=True, max_length=300)),
                ("contact_name", models.CharField(blank=True, max_length=120)),
                ("contact_phone", models.CharField(blank=True, max_length=20)),
                ("check_in_code", models.CharField(blank=True, max_length=12)),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="parties.location",
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
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            model_name="location",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="locations", to="parties.party"
            ),
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=120)),
                ("opened_at", models.DateTimeField()),
                (
                    "location",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.location",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "viewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("viewer", "party", "location"), name="disclosure_once", nulls_distinct=False
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, max_length=80)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("decision", "decision maker"),
                            ("site", "site"),
                            ("finance", "finance"),
                            ("legal", "legal"),
                            ("operations", "operations"),
                            ("out_of_hours", "out of hours"),
                        ],
                        default="decision",
                        max_length=20,
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="parties.party",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["party", "role"], name="contact_party")]},
        ),
        migrations.CreateModel(
            name="BankAccountEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("iban", models.CharField(max_length=26)),
                ("usable_from", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                (
                    "bank",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.bank",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="parties.bankaccount",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            model_name="bankaccount",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="bank_accounts", to="parties.party"
            ),
        ),
        migrations.CreateModel(
            name="PartyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="registered name")),
                ("short_name", models.CharField(max_length=80, verbose_name="short name")),
                ("is_company", models.BooleanField(default=True)),
                ("tax_number", models.CharField(blank=True, max_length=11, verbose_name="VKN / TCKN")),
                ("tax_office", models.CharField(blank=True, max_length=80, verbose_name="tax office")),
                (
                    "tax_class",
                    models.CharField(
                        choices=[
                            ("A", "VAT taxpayer"),
                            ("B", "designated buyer"),
                            ("B13", "designated buyer, also for other services"),
                            ("N", "no VAT registration"),
                        ],
                        default="A",
                        max_length=3,
                    ),
                ),
                ("einvoice_registered", models.BooleanField(default=True)),
                ("is_prime", models.BooleanField(default=False)),
                ("is_customer", models.BooleanField(default=False)),
                ("is_member", models.BooleanField(default=False)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
                (
                    "district",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.district",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="parties.party",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            model_name="district",
            name="province",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="districts", to="parties.province"
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.UniqueConstraint(fields=("customer", "code"), name="location_code_once"),
        ),
        migrations.AddIndex(
            model_name="bankaccount",
            index=models.Index(fields=["party", "usable_from"], name="bank_account_party"),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.UniqueConstraint(fields=("province", "name"), name="district_once"),
        ),
    ]
