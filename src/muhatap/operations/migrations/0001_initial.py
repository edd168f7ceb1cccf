import django.db.models.deletion
import muhatap.kernel.money
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("backing", "0002_guards"),
        ("catalogue", "0001_initial"),
        ("contracts", "0001_initial"),
        ("kernel", "0001_initial"),
        ("parties", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("day", models.DateField()),
                ("window_from", models.TimeField(null=True)),
                ("window_until", models.TimeField(null=True)),
                ("planned_quantity", muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14)),
                (
                    "done_quantity",
                    muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14, null=True),
                ),
                (
                    "accepted_quantity",
                    muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14, null=True),
                ),
                ("unit", models.CharField(max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("accepted", "accepted by the member"),
                            ("declined", "declined by the member"),
                            ("started", "started"),
                            ("done", "done"),
                            ("confirmed", "confirmed"),
                            ("disputed", "disputed"),
                            ("missed", "missed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("checklist", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("dispute", models.CharField(blank=True, max_length=1000)),
                (
                    "backing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="jobs", to="backing.backing"
                    ),
                ),
                (
                    "confirmed_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.location"
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
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
            options={
                "indexes": [
                    models.Index(fields=["customer", "day"], name="job_customer"),
                    models.Index(fields=["member", "day"], name="job_member"),
                    models.Index(fields=["location", "day"], name="job_location"),
                    models.Index(fields=["day", "status"], name="job_day"),
                    models.Index(fields=["promise", "day"], name="job_promise"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("backing", "day"), name="job_once_per_backing_and_day"),
                    models.CheckConstraint(
                        condition=models.Q(("planned_quantity__gt", 0)), name="job_quantity_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "confirmed"), _negated=True),
                            models.Q(("accepted_quantity__isnull", False), ("confirmed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="job_confirmed_with_quantity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_quantity__isnull", True),
                            ("accepted_quantity__gte", 0),
                            _connector="OR",
                        ),
                        name="job_accepted_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JobEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=20)),
                ("day", models.DateField()),
                ("window_from", models.TimeField(null=True)),
                ("window_until", models.TimeField(null=True)),
                ("planned_quantity", muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14)),
                (
                    "done_quantity",
                    muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14, null=True),
                ),
                (
                    "accepted_quantity",
                    muhatap.kernel.money.QuantityField(decimal_places=3, max_digits=14, null=True),
                ),
                ("unit", models.CharField(max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("accepted", "accepted by the member"),
                            ("declined", "declined by the member"),
                            ("started", "started"),
                            ("done", "done"),
                            ("confirmed", "confirmed"),
                            ("disputed", "disputed"),
                            ("missed", "missed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("checklist", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("dispute", models.CharField(blank=True, max_length=1000)),
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
                    "confirmed_by",
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
                    "lead",
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
                        to="operations.job",
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
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="JobException",
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
                            ("declined", "member cannot come"),
                            ("late", "late"),
                            ("missed", "nobody came"),
                            ("short", "less than planned"),
                            ("disputed", "disputed"),
                            ("by_desk", "recorded by the desk"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions",
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
            options={
                "indexes": [
                    models.Index(fields=["customer", "at"], name="job_exception_customer"),
                    models.Index(fields=["member", "at"], name="job_exception_member"),
                    models.Index(fields=["job", "kind"], name="job_exception_job"),
                ]
            },
        ),
        migrations.CreateModel(
            name="JobPhoto",
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
                        choices=[("before", "before"), ("after", "after"), ("problem", "problem")],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
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
            options={
                "indexes": [
                    models.Index(fields=["customer", "at"], name="job_photo_customer"),
                    models.Index(fields=["member", "at"], name="job_photo_member"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("qr", "QR code of the location"),
                            ("pin", "code of the location"),
                            ("position", "position"),
                            ("desk", "by phone to the desk"),
                        ],
                        max_length=10,
                    ),
                ),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("distance_m", models.IntegerField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="operations.job",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "photo",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "at"], name="presence_customer"),
                    models.Index(fields=["member", "at"], name="presence_member"),
                ]
            },
        ),
        migrations.CreateModel(
            name="StartOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("asked_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
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
            name="StartPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("go_live_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[("preparing", "preparing"), ("live", "live"), ("cancelled", "cancelled")],
                        default="preparing",
                        max_length=10,
                    ),
                ),
                ("live_at", models.DateTimeField(null=True)),
                ("blockers", models.JSONField(default=dict)),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="start_plans",
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
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.location"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="start_plans",
                        to="contracts.project",
                    ),
                ),
                (
                    "protocol",
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
                    models.Index(fields=["customer", "go_live_on"], name="start_plan_customer"),
                    models.Index(fields=["status", "go_live_on"], name="start_plan_waiting"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "location"), name="start_plan_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "live"), _negated=True),
                            ("live_at__isnull", False),
                            _connector="OR",
                        ),
                        name="start_plan_live_at_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StartOverrideEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("reason", models.CharField(max_length=500)),
                ("asked_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(null=True)),
                (
                    "agreed_by",
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
                    "asked_by",
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
                        to="operations.startoverride",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="operations.startplan",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            model_name="startoverride",
            name="plan",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="override",
                to="operations.startplan",
            ),
        ),
        migrations.CreateModel(
            name="StartPlanEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("go_live_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[("preparing", "preparing"), ("live", "live"), ("cancelled", "cancelled")],
                        default="preparing",
                        max_length=10,
                    ),
                ),
                ("live_at", models.DateTimeField(null=True)),
                ("blockers", models.JSONField(default=dict)),
                ("checked_at", models.DateTimeField(null=True)),
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
                        to="operations.startplan",
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
                (
                    "protocol",
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
            name="StartTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("title_tr", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
                (
                    "side",
                    models.CharField(
                        choices=[("prime", "us"), ("member", "member"), ("customer", "customer")],
                        max_length=10,
                    ),
                ),
                ("required", models.BooleanField(default=True)),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("position", models.IntegerField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "done_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="operations.startplan",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "due_on"], name="start_task_customer"),
                    models.Index(fields=["member", "due_on"], name="start_task_member"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "key", "member"), name="start_task_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("member__isnull", True), ("side", "member"), _connector="OR"),
                        name="start_task_member_side",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StartTaskEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("key", models.CharField(max_length=40)),
                ("title_tr", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
                (
                    "side",
                    models.CharField(
                        choices=[("prime", "us"), ("member", "member"), ("customer", "customer")],
                        max_length=10,
                    ),
                ),
                ("required", models.BooleanField(default=True)),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("position", models.IntegerField()),
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
                    "done_by",
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
                        to="operations.starttask",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="operations.startplan",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Ticket",
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
                            ("request", "request"),
                            ("complaint", "complaint"),
                            ("incident", "incident"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("routed", "with the member"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
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
            options={
                "indexes": [
                    models.Index(fields=["customer", "opened_at"], name="ticket_customer"),
                    models.Index(fields=["member", "opened_at"], name="ticket_member"),
                    models.Index(fields=["status", "due_at"], name="ticket_waiting"),
                ]
            },
        ),
        migrations.CreateModel(
            name="TicketMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_prime", models.BooleanField()),
                ("author", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
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
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="operations.ticket",
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
                "indexes": [
                    models.Index(fields=["customer", "at"], name="ticket_message_customer"),
                    models.Index(fields=["member", "at"], name="ticket_message_member"),
                    models.Index(fields=["ticket", "at"], name="ticket_message_ticket"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("customer__isnull", True), ("member__isnull", True), _connector="OR"
                        ),
                        name="ticket_message_one_hop",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Advice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("agreed_actions", models.TextField(blank=True)),
                ("follow_up_on", models.DateField(null=True)),
                ("given_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=1000)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "given_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advice",
                        to="contracts.project",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["member", "given_at"], name="advice_member"),
                    models.Index(fields=["follow_up_on"], name="advice_follow_up"),
                ]
            },
        ),
        migrations.AddConstraint(
            model_name="startoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed_by__isnull", True),
                    models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="start_override_second_person",
            ),
        ),
    ]
