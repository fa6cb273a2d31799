-- The operator's key: one at a time, of the default tenant only, and never of the app role's making.
ALTER TABLE api_key
  ADD COLUMN operator boolean NOT NULL DEFAULT false
  CHECK (NOT operator OR tenant_id = '00000000-0000-4000-8000-000000000001');
CREATE UNIQUE INDEX api_key_one_operator ON api_key (operator)
  WHERE operator AND revoked_at IS NULL;
CREATE POLICY no_operator ON api_key AS RESTRICTIVE TO ${app} USING (true)
  WITH CHECK (NOT operator);
