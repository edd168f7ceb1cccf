"""Whoever has a running agreement reads who looks after it, also where that was settled before there were copies."""

from django.db import migrations

COPY = """
INSERT INTO contracts_projectcontact
    (party_id, agreement_id, project_id, project_code, position, user_id, name, phone, email)
SELECT whom.party_id, whom.agreement_id, p.id, p.code, who.position, u.id, u.name, u.phone, u.email
FROM contracts_project p
CROSS JOIN LATERAL (
    SELECT p.customer_id AS party_id, p.contract_id AS agreement_id
    UNION ALL SELECT b.member_id, b.agreement_id FROM backing_projectagreement b WHERE b.project_id = p.id
) whom
JOIN agreements_agreement a ON a.id = whom.agreement_id AND a.status IN ('signed', 'active', 'suspended')
CROSS JOIN LATERAL (VALUES ('manager', p.manager_id), ('deputy', p.deputy_id)) who (position, user_id)
JOIN accounts_user u ON u.id = who.user_id
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("backing", "0002_guards"), ("contracts", "0002_project_contact"), ("agreements", "0001_initial")]

    operations = [migrations.RunSQL(COPY, migrations.RunSQL.noop)]
