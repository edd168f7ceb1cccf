import django.contrib.postgres.indexes
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
import muhatap.kernel.models
import uuid
from django.db import migrations, models
from muhatap.kernel import sql


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            "CREATE EXTENSION IF NOT EXISTS btree_gist; CREATE EXTENSION IF NOT EXISTS pg_trgm", ""
        ),
        migrations.RunSQL(sql.FOLD, sql.FOLD_DROP),
        migrations.RunSQL(sql.APPEND_ONLY, sql.APPEND_ONLY_DROP),
        migrations.RunSQL(sql.NEXT_NUMBER, sql.NEXT_NUMBER_DROP),
        migrations.CreateModel(
            name="DataSet",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("version", models.CharField(max_length=64)),
                ("rows", models.IntegerField()),
                ("loaded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="ReactionDone",
            fields=[
                ("journal_uid", models.UUIDField(primary_key=True, serialize=False)),
                ("done_at", models.DateTimeField()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "year", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=20)),
                ("year", models.IntegerField()),
                ("last", models.IntegerField()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("user_id", models.BigIntegerField(null=True)),
                ("path", models.CharField(max_length=300)),
                ("fingerprint", models.CharField(max_length=64)),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(unique=True)),
                ("name", models.CharField(max_length=100)),
                ("facts", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("happened_at", models.DateTimeField(db_index=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("user_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(max_length=200)),
                ("audience", models.CharField(max_length=20)),
                ("party_id", models.BigIntegerField(null=True)),
                (
                    "transaction_id",
                    models.BigIntegerField(db_default=muhatap.kernel.models.CurrentTransaction()),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["facts"], name="journal_facts", opclasses=["jsonb_path_ops"]
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("payload", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("dedupe", models.CharField(max_length=200, null=True, unique=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"indexes": [models.Index(fields=["created_at"], name="outbox_order")]},
        ),
        migrations.CreateModel(
            name="Parameter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("value", models.CharField(max_length=100)),
                ("unit", models.CharField(blank=True, max_length=60)),
                ("valid_from", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                ("source", models.TextField(blank=True)),
                ("certainty", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "valid_from"), name="parameter_once", nulls_distinct=False
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=60)),
                ("size", models.BigIntegerField()),
                ("stored_at", models.DateTimeField()),
                ("user_id", models.BigIntegerField(null=True)),
                ("party_id", models.BigIntegerField(null=True)),
                ("token", models.CharField(blank=True, max_length=64)),
                ("taken_at", models.DateTimeField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["party_id", "stored_at"], name="file_party")]},
        ),
        migrations.CreateModel(
            name="FileAudience",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("party_id", models.BigIntegerField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="audiences",
                        to="kernel.storedfile",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("party_id", "file"), name="file_audience_once")
                ]
            },
        ),
    ]
