-- Subject, predicate, object with the time it holds; the memory it was read from, if any.
CREATE TABLE triple (
  tenant_id    uuid NOT NULL REFERENCES tenant,
  triple_id    uuid NOT NULL,
  space        text NOT NULL,
  owner_id     text,
  subject      text NOT NULL CHECK (length(subject) BETWEEN 1 AND 2000),
  predicate    text NOT NULL CHECK (length(predicate) BETWEEN 1 AND 2000),
  object       text NOT NULL CHECK (length(object) BETWEEN 1 AND 10000),
  subject_type text,
  object_type  text,
  valid_from   timestamptz NOT NULL,
  valid_to     timestamptz,
  memory_id    uuid,
  confidence   double precision NOT NULL DEFAULT 1,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, triple_id),
  FOREIGN KEY (tenant_id, memory_id) REFERENCES memory ON DELETE CASCADE
);
CREATE INDEX triple_by_subject ON triple (tenant_id, space, subject, valid_from);
CREATE INDEX triple_by_time ON triple (tenant_id, space, created_at DESC);
CREATE INDEX triple_by_memory ON triple (tenant_id, memory_id) WHERE memory_id IS NOT NULL;

ALTER TABLE triple ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON triple TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON triple TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON triple TO ${app}, ${system};
