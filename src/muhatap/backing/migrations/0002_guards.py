"""What the database itself refuses: backings beyond their promise, their agreement or what was promised, or without a price."""

from django.db import migrations

from muhatap.backing import guards


class Migration(migrations.Migration):
    dependencies = [("backing", "0001_initial")]

    operations = [
        migrations.RunSQL(guards.INSIDE, guards.INSIDE_DROP),
        migrations.RunSQL(guards.ALLOCATED, guards.ALLOCATED_DROP),
        migrations.RunSQL(guards.PRICED, guards.PRICED_DROP),
    ]
