"""Not only wrong passwords are counted, and what is counted names nobody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_views_of_lists")]

    operations = [
        # Tries of the last minutes: their keys named accounts in clear.
        migrations.RunSQL("DELETE FROM accounts_loginattempt", migrations.RunSQL.noop),
        migrations.RenameModel(old_name="LoginAttempt", new_name="Attempt"),
        migrations.AlterField(model_name="attempt", name="key", field=models.CharField(max_length=64)),
    ]
