import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("contracts", "0001_initial"),
        ("kernel", "0001_initial"),
        ("parties", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Audit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("service", "service at a location"),
                            ("member", "member"),
                            ("readiness", "readiness of a location"),
                        ],
                        max_length=10,
                    ),
                ),
                ("planned_on", models.DateField()),
                ("announced", models.BooleanField(default=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("in_progress", "in progress"),
                            ("submitted", "submitted"),
                            ("reviewed", "reviewed"),
                            ("published", "published"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                ("started_at", models.DateTimeField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("report_due_at", models.DateTimeField(null=True)),
                ("cancelled_reason", models.CharField(blank=True, max_length=500)),
                (
                    "auditor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
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
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.promise",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=2000)),
                ("due_on", models.DateField()),
                ("created_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_note", models.CharField(blank=True, max_length=2000)),
                ("verified_at", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("verdict", models.CharField(blank=True, max_length=1000)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.storedfile",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
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
        ),
        migrations.CreateModel(
            name="AuditOutcome",
            fields=[
                (
                    "audit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="outcome",
                        serialize=False,
                        to="quality.audit",
                    ),
                ),
                ("snapshot", models.JSONField()),
                ("header", models.JSONField(default=dict)),
                ("units", models.JSONField(default=list)),
                ("lot_size", models.IntegerField(null=True)),
                ("raw_score", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("score", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("grade", models.CharField(blank=True, max_length=4)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("pass", "passed"), ("fail", "failed"), ("incomplete", "incomplete")],
                        max_length=10,
                    ),
                ),
                ("sections", models.JSONField(default=list)),
                ("conclusion", models.TextField(blank=True)),
                ("internal_note", models.TextField(blank=True)),
                ("review_note", models.TextField(blank=True)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="AuditAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=60)),
                ("item_id", models.CharField(max_length=20)),
                ("value", models.CharField(blank=True, max_length=2000)),
                ("note", models.CharField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField()),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="quality.audit",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("audit", "unit", "item_id"), name="audit_answer_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="AuditAnswerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("unit", models.CharField(blank=True, max_length=60)),
                ("item_id", models.CharField(max_length=20)),
                ("value", models.CharField(blank=True, max_length=2000)),
                ("note", models.CharField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField()),
                (
                    "audit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="quality.audit",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="quality.auditanswer",
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
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="AuditPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=60)),
                ("item_id", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="quality.audit"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["audit", "item_id"], name="audit_photo_item")]},
        ),
        migrations.CreateModel(
            name="AuditReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("customer", "customer report"),
                            ("member", "member notice"),
                            ("internal", "internal note"),
                        ],
                        max_length=10,
                    ),
                ),
                ("content", models.JSONField()),
                ("published_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="quality.audit",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.storedfile",
                    ),
                ),
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
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "read_by",
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
                    models.Index(fields=["customer", "published_at"], name="audit_report_customer"),
                    models.Index(fields=["member", "published_at"], name="audit_report_member"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("audit", "audience"), name="audit_report_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("customer__isnull", True), ("member__isnull", True), _connector="OR"
                        ),
                        name="audit_report_one_reader",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("unit", models.CharField(blank=True, max_length=60)),
                ("item_id", models.CharField(max_length=20)),
                (
                    "severity",
                    models.CharField(
                        choices=[("minor", "minor"), ("major", "major"), ("critical", "critical")],
                        max_length=10,
                    ),
                ),
                ("title_tr", models.CharField(max_length=500)),
                ("title_en", models.CharField(max_length=500)),
                ("text", models.CharField(blank=True, max_length=2000)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("cause", "cause named"),
                            ("planned", "action planned"),
                            ("done", "action done"),
                            ("verified", "verified"),
                            ("closed", "closed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField()),
                ("published_at", models.DateTimeField(null=True)),
                ("cause", models.CharField(blank=True, max_length=2000)),
                ("cause_at", models.DateTimeField(null=True)),
                ("check_on", models.DateField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="quality.audit",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
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
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "repeats",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repeated_by",
                        to="quality.finding",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "due_on"], name="finding_customer"),
                    models.Index(fields=["member", "due_on"], name="finding_member"),
                    models.Index(fields=["status", "due_on"], name="finding_waiting"),
                    models.Index(fields=["location", "item_id"], name="finding_location"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("audit", "unit", "item_id"), name="finding_once_per_item")
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("text", models.CharField(max_length=2000)),
                ("due_on", models.DateField()),
                ("created_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_note", models.CharField(blank=True, max_length=2000)),
                ("verified_at", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("verdict", models.CharField(blank=True, max_length=1000)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "evidence",
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
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
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
                        to="quality.action",
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
                (
                    "finding",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="quality.finding",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            model_name="action",
            name="finding",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="quality.finding"
            ),
        ),
        migrations.CreateModel(
            name="FindingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=20)),
                ("unit", models.CharField(blank=True, max_length=60)),
                ("item_id", models.CharField(max_length=20)),
                (
                    "severity",
                    models.CharField(
                        choices=[("minor", "minor"), ("major", "major"), ("critical", "critical")],
                        max_length=10,
                    ),
                ),
                ("title_tr", models.CharField(max_length=500)),
                ("title_en", models.CharField(max_length=500)),
                ("text", models.CharField(blank=True, max_length=2000)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("cause", "cause named"),
                            ("planned", "action planned"),
                            ("done", "action done"),
                            ("verified", "verified"),
                            ("closed", "closed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField()),
                ("published_at", models.DateTimeField(null=True)),
                ("cause", models.CharField(blank=True, max_length=2000)),
                ("cause_at", models.DateTimeField(null=True)),
                ("check_on", models.DateField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="quality.audit",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
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
                        null=True,
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
                        to="quality.finding",
                    ),
                ),
                (
                    "repeats",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="quality.finding",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("version", models.IntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("service", "audit of a service"),
                            ("member", "audit of a member"),
                            ("startup", "readiness before the start"),
                            ("survey", "survey"),
                        ],
                        max_length=10,
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=40)),
                ("content", models.JSONField()),
                ("published", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "version"), name="audit_template_version_once")
                ]
            },
        ),
        migrations.AddField(
            model_name="audit",
            name="template",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="audits", to="quality.template"
            ),
        ),
        migrations.CreateModel(
            name="AuditOutcomeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("snapshot", models.JSONField()),
                ("header", models.JSONField(default=dict)),
                ("units", models.JSONField(default=list)),
                ("lot_size", models.IntegerField(null=True)),
                ("raw_score", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("score", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("grade", models.CharField(blank=True, max_length=4)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("pass", "passed"), ("fail", "failed"), ("incomplete", "incomplete")],
                        max_length=10,
                    ),
                ),
                ("sections", models.JSONField(default=list)),
                ("conclusion", models.TextField(blank=True)),
                ("internal_note", models.TextField(blank=True)),
                ("review_note", models.TextField(blank=True)),
                (
                    "audit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="quality.audit",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "reviewed_by",
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
                        to="quality.auditoutcome",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddIndex(
            model_name="action", index=models.Index(fields=["customer", "due_on"], name="action_customer")
        ),
        migrations.AddIndex(
            model_name="action", index=models.Index(fields=["member", "due_on"], name="action_member")
        ),
        migrations.AddIndex(
            model_name="audit", index=models.Index(fields=["customer", "planned_on"], name="audit_customer")
        ),
        migrations.AddIndex(
            model_name="audit", index=models.Index(fields=["member", "planned_on"], name="audit_member")
        ),
        migrations.AddIndex(
            model_name="audit",
            index=models.Index(fields=["status", "report_due_at"], name="audit_unreported"),
        ),
        migrations.AddIndex(
            model_name="audit", index=models.Index(fields=["location", "planned_on"], name="audit_location")
        ),
        migrations.AddConstraint(
            model_name="audit",
            constraint=models.CheckConstraint(
                condition=models.Q(("customer__isnull", False), ("member__isnull", False), _connector="OR"),
                name="audit_of_somebody",
            ),
        ),
    ]
