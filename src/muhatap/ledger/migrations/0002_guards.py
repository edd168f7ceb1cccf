from django.db import migrations

from muhatap.ledger import guards


class Migration(migrations.Migration):

    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(guards.BALANCED, guards.BALANCED_DROP),
        migrations.RunSQL(guards.SEALED, guards.SEALED_DROP),
        migrations.RunSQL(guards.CHAIN, guards.CHAIN_DROP),
    ]
