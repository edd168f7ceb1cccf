-- An invented network: %(members)s members, three services of twenty each in eight districts, with papers, prices,
-- half a year of standing; a customer with a thousand promises, and what members have committed. Same for every run.
SET LOCAL synchronous_commit = off;

CREATE TEMP TABLE bench_service ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY s.key) - 1 AS nr, s.key, s.unit FROM (
  SELECT key, unit FROM catalogue_service ORDER BY key LIMIT 20) s;
CREATE TEMP TABLE bench_district ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY id) - 1 AS nr, id, province_id FROM parties_district;
-- Members sit in districts, three services each; eight districts from home on.
CREATE TEMP TABLE bench_serves ON COMMIT DROP AS
SELECT m, s.key, s.unit, s.nr FROM generate_series(0, %(members)s - 1) m
JOIN bench_service s ON s.nr IN (m %% 20, (m / 20 + 7) %% 20, (m / 400 + 13) %% 20);

INSERT INTO parties_party (id, name, short_name, is_company, tax_number, tax_office, tax_class, einvoice_registered,
  is_prime, is_customer, is_member, phone, email, address, created_at)
SELECT 1000000 + m, 'Üye ' || m, 'Üye ' || m, true, (1000000000 + m)::text, 'Merkez', 'A', true,
  false, false, true, '', '', '', now() FROM generate_series(0, %(members)s - 1) m;
INSERT INTO network_member (party_id, status, joined_on, suspended_from, suspended_until, suspended_reason, left_reason,
  about, workers)
SELECT 1000000 + m, 'active', %(start)s, CASE WHEN m %% 100 = 7 THEN %(start)s + 120 END,
  CASE WHEN m %% 100 = 7 THEN %(start)s + 300 END, '', '', '', 50 FROM generate_series(0, %(members)s - 1) m;
INSERT INTO agreements_agreement (id, kind, number, title, period, currency, language, status, shown, created_at,
  signed_at, end_reason, party_id)
SELECT 1000000 + m, 'membership', 'UB-' || m, '', daterange(%(start)s - 30, NULL), 'TRY', 'tr',
  CASE WHEN m %% 40 = 9 THEN 'sent' ELSE 'active' END, true, now(), now(), '', 1000000 + m
FROM generate_series(0, %(members)s - 1) m;
INSERT INTO network_membershipagreement (agreement_id, notice_days, payment_days, member_id)
SELECT 1000000 + m, 60, 30, 1000000 + m FROM generate_series(0, %(members)s - 1) m;
INSERT INTO kernel_storedfile (id, sha256, name, media_type, size, stored_at, token, permission)
VALUES ('00000000-0000-4000-8000-000000000001', repeat('0', 64), 'paper.pdf', 'application/pdf', 1, now(), '', '');
INSERT INTO network_document (number, issuer, period, status, rejection_code, rejection_reason, uploaded_at, file_id,
  member_id, type_id)
SELECT '', '', daterange(%(start)s - 30, CASE WHEN d.m %% 50 = 3 THEN %(start)s + 100 END), 'verified', '', '', now(),
  '00000000-0000-4000-8000-000000000001', 1000000 + d.m, d.document_type_id
FROM (SELECT DISTINCT v.m, sd.document_type_id FROM bench_serves v
  JOIN catalogue_servicedocument sd ON sd.service_id = v.key
  JOIN catalogue_documenttype t ON t.key = sd.document_type_id AND t.level = 'company' AND NOT t.monthly) d
WHERE (d.m * 31 + length(d.document_type_id)) %% 20 <> 0;
INSERT INTO network_standing (member_id, month, score, grade, observations, inputs, recorded_at)
SELECT 1000000 + m, (%(start)s - 31 * k)::date, 50 + (m * 13 + k * 7) %% 50, 'B', 10, '{}', now()
FROM generate_series(0, %(members)s - 1) m, generate_series(0, 5) k WHERE m %% 10 <> 4;
INSERT INTO network_coverage (member_id, service_id, district_id, capacity, unit, period, status, reason, proposed_at)
SELECT 1000000 + v.m, v.key, d.id, 10 + (v.m * 7 + k) %% 90, v.unit, daterange(%(start)s, NULL), 'approved', '', now()
FROM bench_serves v CROSS JOIN generate_series(0, 7) k
JOIN bench_district d ON d.nr = (v.m * 11 + k) %% (SELECT count(*) FROM bench_district);
INSERT INTO network_ratecard (member_id, service_id, province_id, basis, unit_price, period, stated_at)
SELECT 1000000 + v.m, v.key, NULL, 'per_period', 800 + (v.m * 17 + v.nr) %% 700, daterange(%(start)s, NULL), now()
FROM bench_serves v WHERE v.m %% 30 <> 11;

INSERT INTO parties_party (id, name, short_name, is_company, tax_number, tax_office, tax_class, einvoice_registered,
  is_prime, is_customer, is_member, phone, email, address, created_at)
VALUES (2000000, 'Müşteri', 'Müşteri', true, '2000000000', 'Merkez', 'A', true, false, true, false, '', '', '', now());
INSERT INTO agreements_agreement (id, kind, number, title, period, currency, language, status, shown, created_at,
  signed_at, activated_on, end_reason, party_id)
VALUES (2000000, 'customer', 'MS-1', '', daterange(%(start)s, %(start)s + 730), 'TRY', 'tr', 'active', true, now(),
  now(), %(start)s, '', 2000000);
INSERT INTO contracts_customercontract (agreement_id, billing_cycle, billing_day, in_arrears, payment_days,
  long_payment_agreed, notice_days, auto_renew, statement_approval, members_visible, network_notice, purchase_order,
  price_index, customer_id)
VALUES (2000000, 'monthly', 1, true, 30, false, 60, false, false, false, true, '', '', 2000000);
INSERT INTO parties_location (id, code, name, address, opening_hours, access_notes, contact_name, contact_phone,
  check_in_code, district_id, customer_id)
SELECT 1000000 + l, 'L' || l, 'Lokasyon ' || l, '', '', '', '', '', '', d.id, 2000000
FROM generate_series(0, 199) l JOIN bench_district d ON d.nr = (l * 37) %% (SELECT count(*) FROM bench_district);
INSERT INTO contracts_promise (id, quantity, unit, basis, pattern, standard, period, delivery_mode, position,
  contract_id, customer_id, location_id, service_id)
SELECT 1000000 + p, 4, s.unit, 'per_period', '', '', daterange(%(start)s, %(start)s + 730), 'resale', p, 2000000,
  2000000, 1000000 + p / 5, s.key
FROM generate_series(0, 999) p JOIN bench_service s ON s.nr = (p * 3) %% 20;
INSERT INTO network_commitment (member_id, service_id, district_id, promise_id, quantity, period)
SELECT c.member_id, c.service_id, c.district_id, 1000000 + c.id %% 1000, 1 + c.id %% 5,
  daterange(%(start)s + (c.id %% 200)::int, %(start)s + 730)
FROM network_coverage c WHERE c.id %% 4 = 0
