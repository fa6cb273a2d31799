-- Who wants to be told what: a URL, the events, and optionally one owner and one space only.
CREATE TABLE webhook (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  webhook_id  uuid NOT NULL,
  url         text NOT NULL CHECK (length(url) BETWEEN 1 AND 2048),
  host        text NOT NULL,
  events      text[] NOT NULL CHECK (cardinality(events) BETWEEN 1 AND 32),
  owner       text,
  space       text,
  format      text NOT NULL,
  description text,
  created_by  uuid,
  created_at  timestamptz NOT NULL,
  revoked_at  timestamptz,
  PRIMARY KEY (tenant_id, webhook_id)
);

ALTER TABLE webhook ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON webhook TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON webhook TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON webhook TO ${app};
GRANT SELECT, INSERT, DELETE ON webhook TO ${system};

-- One row an attempt. The first is written in the transaction that it tells of, with a copy of the
-- memory as it was then, because a receiver is told what happened and not what is by now. due_at is
-- when somebody should take the row: when it is scheduled, or when the lease of whoever is sending
-- it ends; null once nothing is left to do.
CREATE TABLE webhook_delivery (
  tenant_id       uuid NOT NULL,
  delivery_id     uuid NOT NULL,
  webhook_id      uuid NOT NULL,
  host            text NOT NULL,
  format          text NOT NULL,
  event_id        uuid NOT NULL,
  event           text NOT NULL,
  space           text,
  subject_id      text NOT NULL,
  subject         jsonb NOT NULL,
  occurred_at     timestamptz NOT NULL,
  attempt         integer NOT NULL DEFAULT 1,
  state           text NOT NULL DEFAULT 'pending'
                  CHECK (state IN ('pending', 'sending', 'succeeded', 'abandoned')),
  retried         boolean NOT NULL DEFAULT false,
  scheduled_at    timestamptz NOT NULL,
  due_at          timestamptz,
  delivered_at    timestamptz,
  response_status integer,
  response_body   bytea CHECK (length(response_body) <= 2048),
  error           text,
  created_at      timestamptz NOT NULL,
  ended_at        timestamptz,
  PRIMARY KEY (tenant_id, delivery_id),
  FOREIGN KEY (tenant_id, webhook_id) REFERENCES webhook,
  CHECK ((due_at IS NULL) = (state IN ('succeeded', 'abandoned')))
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (host, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_delivery_log
  ON webhook_delivery (tenant_id, webhook_id, created_at DESC, delivery_id DESC);
CREATE INDEX webhook_delivery_ended ON webhook_delivery (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX webhook_delivery_subject ON webhook_delivery (tenant_id, subject_id);

ALTER TABLE webhook_delivery ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON webhook_delivery TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON webhook_delivery TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON webhook_delivery TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_delivery TO ${system};
