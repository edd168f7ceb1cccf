import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.serializers.json
import django.db.models.deletion
import muhatap.kernel.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("kernel", "0001_initial"),
        ("parties", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Agreement",
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
                            ("customer", "customer contract"),
                            ("membership", "membership agreement"),
                            ("project", "project agreement"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("currency", models.CharField(default="TRY", max_length=3)),
                ("language", models.CharField(default="tr", max_length=2)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sent", "out for signature"),
                            ("signed", "signed"),
                            ("active", "in force"),
                            ("suspended", "suspended"),
                            ("ended", "ended"),
                            ("terminated", "terminated"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("shown", models.BooleanField(default=False)),
                ("renews_months", models.IntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("activated_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=500)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["party", "status"], name="agreement_party"),
                    models.Index(fields=["kind", "status"], name="agreement_kind"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            muhatap.kernel.text.Fold("title"), name="gin_trgm_ops"
                        ),
                        name="agreement_title",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("renews_months__isnull", True), ("renews_months__gt", 0), _connector="OR"
                        ),
                        name="agreement_renews_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)), name="agreement_has_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementClause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.IntegerField()),
                ("heading", models.CharField(max_length=200)),
                ("text", models.TextField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clauses",
                        to="agreements.agreement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("customer", "customer contract"),
                            ("membership", "membership agreement"),
                            ("project", "project agreement"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=200)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("currency", models.CharField(default="TRY", max_length=3)),
                ("language", models.CharField(default="tr", max_length=2)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sent", "out for signature"),
                            ("signed", "signed"),
                            ("active", "in force"),
                            ("suspended", "suspended"),
                            ("ended", "ended"),
                            ("terminated", "terminated"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("shown", models.BooleanField(default=False)),
                ("renews_months", models.IntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("activated_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=500)),
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="agreements.agreement",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="AgreementVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("frozen", "frozen"),
                            ("sent", "out for signature"),
                            ("signed", "signed"),
                            ("dropped", "dropped"),
                        ],
                        default="frozen",
                        max_length=10,
                    ),
                ),
                ("shown", models.BooleanField(default=False)),
                ("effective_on", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("snapshot", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("sha256", models.CharField(max_length=64)),
                ("frozen_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
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
                    "sealed_pdf",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.storedfile",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["party", "agreement"], name="agreement_version_party")],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "number"), name="agreement_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["frozen", "sent"])),
                        fields=("agreement",),
                        name="agreement_one_open_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementVersionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.IntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("frozen", "frozen"),
                            ("sent", "out for signature"),
                            ("signed", "signed"),
                            ("dropped", "dropped"),
                        ],
                        default="frozen",
                        max_length=10,
                    ),
                ),
                ("shown", models.BooleanField(default=False)),
                ("effective_on", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("snapshot", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("sha256", models.CharField(max_length=64)),
                ("frozen_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.agreement",
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
                        to="agreements.agreementversion",
                    ),
                ),
                (
                    "sealed_pdf",
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
            name="Clause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("version", models.IntegerField()),
                ("position", models.IntegerField()),
                ("title_tr", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
                ("text_tr", models.TextField()),
                ("text_en", models.TextField()),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("customer", "customer contract"),
                                ("membership", "membership agreement"),
                                ("project", "project agreement"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                    ),
                ),
                ("required", models.BooleanField(default=False)),
                (
                    "flow_down",
                    models.CharField(
                        choices=[
                            ("must_flow", "must flow down"),
                            ("adapt", "flows down adapted"),
                            ("prime_only", "stays with us"),
                            ("must_not_flow", "must not flow down"),
                        ],
                        max_length=15,
                    ),
                ),
                ("law", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "version"), name="clause_version_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="AgreementClauseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.IntegerField()),
                ("heading", models.CharField(max_length=200)),
                ("text", models.TextField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="agreements.agreementclause",
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.clause",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            model_name="agreementclause",
            name="clause",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agreements.clause"
            ),
        ),
        migrations.CreateModel(
            name="SignatureSlot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.IntegerField()),
                (
                    "side",
                    models.CharField(choices=[("prime", "us"), ("party", "the other party")], max_length=5),
                ),
                ("name", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(max_length=254)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "waits its turn"),
                            ("open", "to be signed"),
                            ("signed", "signed"),
                            ("declined", "declined"),
                            ("void", "no longer needed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="agreements.agreementversion",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["party", "status"], name="signature_slot_party"),
                    models.Index(fields=["user", "status"], name="signature_slot_user"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "position"), name="signature_slot_turn_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signer_name", models.CharField(max_length=120)),
                (
                    "method",
                    models.CharField(
                        choices=[("code", "portal with one-time code"), ("paper", "ink on paper, scanned")],
                        max_length=10,
                    ),
                ),
                ("signed_at", models.DateTimeField()),
                ("address", models.CharField(blank=True, max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("evidence", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.storedfile",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="agreements.agreementversion",
                    ),
                ),
                (
                    "slot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="agreements.signatureslot",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["party", "version"], name="signature_party")]},
        ),
        migrations.CreateModel(
            name="SignatureSlotEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.IntegerField()),
                (
                    "side",
                    models.CharField(choices=[("prime", "us"), ("party", "the other party")], max_length=5),
                ),
                ("name", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(max_length=254)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "waits its turn"),
                            ("open", "to be signed"),
                            ("signed", "signed"),
                            ("declined", "declined"),
                            ("void", "no longer needed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.agreement",
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="agreements.signatureslot",
                    ),
                ),
                (
                    "user",
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
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agreements.agreementversion",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="SigningCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("sent_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
                ("attempts", models.IntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="agreements.signatureslot",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["party", "slot", "asked_at"], name="signing_code_party")]
            },
        ),
        migrations.AddConstraint(
            model_name="agreementclause",
            constraint=models.UniqueConstraint(fields=("agreement", "clause"), name="agreement_clause_once"),
        ),
    ]
