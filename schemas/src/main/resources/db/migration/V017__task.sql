-- Something to be done, below a goal (a memory) or another task.
CREATE TABLE task (
  tenant_id      uuid NOT NULL REFERENCES tenant,
  task_id        uuid NOT NULL,
  space          text NOT NULL,
  organization   text,
  agent          text,
  parent_id      uuid,
  title          text NOT NULL CHECK (length(title) BETWEEN 1 AND 1000),
  description    text NOT NULL DEFAULT '',
  status         text NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'in_progress', 'blocked', 'completed', 'failed', 'cancelled')),
  status_reason  text,
  progress       double precision NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
  dependencies   uuid[] NOT NULL DEFAULT '{}',
  context_refs   uuid[] NOT NULL DEFAULT '{}',
  result_summary text,
  memory_id      uuid,
  due_at         timestamptz,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  row_version    bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, task_id)
);
CREATE INDEX task_by_space ON task (tenant_id, space, created_at, task_id);
CREATE INDEX task_by_parent ON task (tenant_id, parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX task_by_memory ON task (tenant_id, memory_id) WHERE memory_id IS NOT NULL;

ALTER TABLE task ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON task TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON task TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON task TO ${app}, ${system};
