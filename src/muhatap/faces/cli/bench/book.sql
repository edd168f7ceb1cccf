-- An invented book: %(promises)s promises, fifty to a contract, 2.2 backings each on average; the same for every run.
-- Written without history and lifecycle triggers; keys, indexes and exclusion constraints are in place and checked.
SET LOCAL synchronous_commit = off;

CREATE TEMP TABLE bench_service ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY s.key) - 1 AS nr, s.key FROM (
  SELECT key FROM catalogue_service ORDER BY key LIMIT 20) s;

-- Members: a tenth of a per cent of the promises, twenty at least; each has all blocking documents of the services.
INSERT INTO parties_party (id, name, short_name, is_company, tax_number, tax_office, tax_class, einvoice_registered,
  is_prime, is_customer, is_member, phone, email, address, created_at)
SELECT 1000000 + m, 'Üye ' || m, 'Üye ' || m, true, (1000000000 + m)::text, 'Merkez', 'A', true,
  false, false, true, '', '', '', now() FROM generate_series(0, %(members)s - 1) m;
INSERT INTO network_member (party_id, status, joined_on, suspended_from, suspended_until, suspended_reason, left_reason,
  about, workers)
SELECT 1000000 + m, 'approved', %(start)s, CASE WHEN m %% 100 = 7 THEN %(start)s + 120 END,
  CASE WHEN m %% 100 = 7 THEN %(start)s + 150 END, '', '', '', 50 FROM generate_series(0, %(members)s - 1) m;
INSERT INTO agreements_agreement (id, kind, number, title, period, currency, language, status, shown, created_at,
  signed_at, end_reason, party_id)
SELECT 1000000 + m, 'membership', 'UB-' || m, '', daterange(%(start)s - 30, NULL), 'TRY', 'tr', 'active', true, now(),
  now(), '', 1000000 + m FROM generate_series(0, %(members)s - 1) m;
INSERT INTO network_membershipagreement (agreement_id, notice_days, payment_days, member_id)
SELECT 1000000 + m, 60, 30, 1000000 + m FROM generate_series(0, %(members)s - 1) m;
INSERT INTO kernel_storedfile (id, sha256, name, media_type, size, stored_at, token, permission)
VALUES ('00000000-0000-4000-8000-000000000001', repeat('0', 64), 'paper.pdf', 'application/pdf', 1, now(), '', '');
INSERT INTO network_document (number, issuer, period, status, rejection_code, rejection_reason, uploaded_at, file_id,
  member_id, type_id)
SELECT '', '', daterange(%(start)s - 30, CASE WHEN m %% 50 = 3 THEN %(start)s + 200 END), 'verified', '', '', now(),
  '00000000-0000-4000-8000-000000000001', 1000000 + m, t.key
FROM generate_series(0, %(members)s - 1) m CROSS JOIN (
  SELECT DISTINCT t.key FROM catalogue_servicedocument sd JOIN bench_service s ON s.key = sd.service_id
  JOIN catalogue_documenttype t ON t.key = sd.document_type_id AND t.blocks AND NOT t.monthly) t;

-- Customers with one contract each, ten locations in neighbouring districts, five services at each: the members of a
-- contract work in its region, so that a member covers a few services in a dozen districts.
INSERT INTO parties_party (id, name, short_name, is_company, tax_number, tax_office, tax_class, einvoice_registered,
  is_prime, is_customer, is_member, phone, email, address, created_at)
SELECT 2000000 + c, 'Müşteri ' || c, 'Müşteri ' || c, true, (2000000000 + c)::text, 'Merkez', 'A', true,
  false, true, false, '', '', '', now() FROM generate_series(0, %(contracts)s - 1) c;
INSERT INTO parties_location (id, code, name, address, opening_hours, access_notes, contact_name, contact_phone,
  check_in_code, district_id, customer_id)
SELECT 1000000 + c * 10 + l, 'L' || l, 'Lokasyon ' || l, '', '', '', '', '', '',
  (SELECT min(id) FROM parties_district) + (c %% (%(members)s / 6) * 5 + l) %% 900, 2000000 + c
FROM generate_series(0, %(contracts)s - 1) c, generate_series(0, 9) l;
INSERT INTO agreements_agreement (id, kind, number, title, period, currency, language, status, shown, created_at,
  signed_at, activated_on, end_reason, party_id)
SELECT 2000000 + c, 'customer', 'MS-' || c, '', daterange(%(start)s, %(start)s + 730), 'TRY', 'tr', 'active', true,
  now(), now(), %(start)s, '', 2000000 + c FROM generate_series(0, %(contracts)s - 1) c;
INSERT INTO contracts_customercontract (agreement_id, billing_cycle, billing_day, in_arrears, payment_days,
  long_payment_agreed, notice_days, auto_renew, statement_approval, members_visible, network_notice, purchase_order,
  price_index, customer_id)
SELECT 2000000 + c, 'monthly', 1, true, CASE WHEN c %% 40 = 5 THEN 45 ELSE 30 END, false, 60, false, false, false, true,
  '', '', 2000000 + c
FROM generate_series(0, %(contracts)s - 1) c;
INSERT INTO contracts_project (id, code, name, status, starts_on, contract_id, customer_id)
SELECT 1000000 + c, 'PR-' || c, '', 'running', %(start)s, 2000000 + c, 2000000 + c
FROM generate_series(0, %(contracts)s - 1) c;
INSERT INTO contracts_promise (id, quantity, unit, basis, pattern, standard, period, delivery_mode, position,
  contract_id, customer_id, location_id, service_id)
SELECT 1000000 + p, 4, 'C62', 'per_head', '', '', daterange(%(start)s, %(start)s + 730), 'resale', p %% 50,
  2000000 + p / 50, 2000000 + p / 50, 1000000 + p / 5, s.key
FROM generate_series(0, %(promises)s - 1) p JOIN bench_service s ON s.nr = (p / 50 + p %% 5) %% 20;
INSERT INTO contracts_promiseprice (unit_price, period, customer_id, promise_id)
SELECT 50000 + p %% 7000, daterange(%(start)s, %(start)s + 730), 2000000 + p / 50, 1000000 + p
FROM generate_series(0, %(promises)s - 1) p;

-- Response times for a tenth of the promises.
UPDATE contracts_promise SET response_minutes = 60, attend_minutes = 240 WHERE id >= 1000000 AND id %% 10 = 3;

-- Six project agreements a contract: three members of ours in each of two neighbourhoods; one in forty is not signed.
INSERT INTO agreements_agreement (id, kind, number, title, period, currency, language, status, shown, created_at,
  signed_at, activated_on, end_reason, party_id)
SELECT 10000000 + c * 6 + k, 'project', 'PS-' || (c * 6 + k), '', daterange(%(start)s, %(start)s + 730), 'TRY', 'tr',
  CASE WHEN (c * 6 + k) %% 40 = 11 THEN 'sent' ELSE 'active' END, true, now(), now(), %(start)s, '',
  1000000 + (c * 6 + k) %% %(members)s
FROM generate_series(0, %(contracts)s - 1) c, generate_series(0, 5) k;
INSERT INTO backing_projectagreement (agreement_id, settlement_cycle, payment_days, retention_percent, advance_percent,
  price_index, notice_days, member_id, project_id)
SELECT 10000000 + c * 6 + k, 'monthly', 30, 0, 0, '', CASE WHEN (c * 6 + k) %% 50 = 17 THEN 90 ELSE 60 END, 1000000 + (c * 6 + k) %% %(members)s, 1000000 + c
FROM generate_series(0, %(contracts)s - 1) c, generate_series(0, 5) k;

-- Who stands behind what, by twentieths: whole with a standby (8), two halves with a standby (4), one after the other
-- (3), one alone (2), one after the other with a standby (1), too little (1), a month nobody serves (1).
CREATE TEMP TABLE bench_share (sort int, k int, quantity numeric, since int, until int, role text) ON COMMIT DROP;
INSERT INTO bench_share
SELECT sort, 0, 4, 0, 730, 'primary' FROM generate_series(0, 7) sort UNION ALL
SELECT sort, 1, 4, 0, 730, 'backup' FROM generate_series(0, 7) sort UNION ALL
SELECT sort, 0, 2, 0, 730, 'primary' FROM generate_series(8, 11) sort UNION ALL
SELECT sort, 1, 2, 0, 730, 'primary' FROM generate_series(8, 11) sort UNION ALL
SELECT sort, 2, 4, 0, 730, 'backup' FROM generate_series(8, 11) sort UNION ALL
SELECT sort, 0, 4, 0, 365, 'primary' FROM generate_series(12, 14) sort UNION ALL
SELECT sort, 1, 4, 365, 730, 'primary' FROM generate_series(12, 14) sort UNION ALL
SELECT sort, 0, 4, 0, 730, 'primary' FROM generate_series(15, 16) sort UNION ALL
SELECT 17, 0, 4, 0, 300, 'primary' UNION ALL SELECT 17, 1, 2, 300, 730, 'primary' UNION ALL
SELECT 17, 2, 2, 300, 730, 'primary' UNION ALL SELECT 17, 3, 4, 0, 730, 'backup' UNION ALL
SELECT 18, 0, 2, 0, 730, 'primary' UNION ALL SELECT 18, 1, 1, 0, 730, 'primary' UNION ALL
SELECT 19, 0, 4, 0, 365, 'primary' UNION ALL SELECT 19, 1, 4, 395, 730, 'primary' UNION ALL
SELECT 19, 2, 4, 0, 730, 'backup';
INSERT INTO backing_backing (quantity, unit, basis, pattern, standard, response_minutes, attend_minutes, period, role,
  status, position, location_id, member_id, promise_id, service_id, project_agreement_id)
SELECT h.quantity, p.unit, p.basis, '', '', p.response_minutes,
  CASE WHEN p.id %% 500 = 3 THEN NULL ELSE p.attend_minutes END, daterange(%(start)s + h.since, %(start)s + h.until), h.role, 'in_force',
  p.position, p.location_id, 1000000 + (a.nr) %% %(members)s, p.id, p.service_id, 10000000 + a.nr
FROM contracts_promise p
JOIN bench_share h ON h.sort = ((p.id * 7919) / 13) %% 20
CROSS JOIN LATERAL (SELECT (p.contract_id - 2000000) * 6 + (p.location_id + h.k) %% 6 AS nr) a
WHERE p.id >= 1000000;
INSERT INTO backing_backingprice (unit_price, period, backing_id, member_id)
SELECT CASE WHEN b.promise_id %% 300 = 7 THEN 60000 ELSE 42000 + b.promise_id %% 7000 END, b.period, b.id, b.member_id
FROM backing_backing b WHERE b.promise_id >= 1000000;

-- Members cover what they back, with room to spare, but for one place in two hundred; what is promised is taken.
INSERT INTO network_coverage (member_id, service_id, district_id, capacity, unit, period, status, reason, proposed_at)
SELECT b.member_id, b.service_id, l.district_id, 2 * sum(b.quantity), 'C62', daterange(%(start)s - 30, NULL), 'approved',
  '', now()
FROM backing_backing b JOIN parties_location l ON l.id = b.location_id WHERE b.promise_id >= 1000000
GROUP BY 1, 2, 3 HAVING min(b.promise_id) %% 200 <> 11;
INSERT INTO network_commitment (member_id, service_id, district_id, promise_id, quantity, period)
SELECT b.member_id, b.service_id, l.district_id, b.promise_id, b.quantity, b.period
FROM backing_backing b JOIN parties_location l ON l.id = b.location_id
WHERE b.promise_id >= 1000000 AND b.role = 'primary';

-- One standing a month for half a year; one member in two hundred is below the least for one of them.
INSERT INTO network_standing (member_id, month, score, grade, observations, inputs, recorded_at)
SELECT 1000000 + m, (%(start)s::date + make_interval(months => k))::date,
  CASE WHEN m %% 200 = 9 AND k = 3 THEN 55 ELSE 88 END, 'B', 40, '{}', now()
FROM generate_series(0, %(members)s - 1) m, generate_series(0, 5) k;
