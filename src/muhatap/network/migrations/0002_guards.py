"""What the database itself refuses: proposals that pretend to be decided, and more work than there is capacity."""

from django.db import migrations

from muhatap.network import guards


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial")]

    operations = [
        migrations.RunSQL(guards.PROPOSALS, guards.PROPOSALS_DROP),
        migrations.RunSQL(guards.CAPACITY, guards.CAPACITY_DROP),
    ]
