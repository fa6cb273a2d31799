-- What a tenant has used of the language model, per day, purpose and model. Money is in millionths
-- of the currency in which the operator gives prices. A question reserves an estimate before it is
-- asked and settles the difference after, so a crash counts too much rather than too little.
CREATE TABLE llm_spend (
  tenant_id     uuid NOT NULL REFERENCES tenant,
  day           date NOT NULL,
  purpose       text NOT NULL CHECK (length(purpose) BETWEEN 1 AND 64),
  model         text NOT NULL CHECK (length(model) BETWEEN 1 AND 256),
  calls         bigint NOT NULL DEFAULT 0,
  prompt_tokens bigint NOT NULL DEFAULT 0,
  answer_tokens bigint NOT NULL DEFAULT 0,
  cost_micros   bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, day, purpose, model)
);

ALTER TABLE llm_spend ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON llm_spend TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON llm_spend TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON llm_spend TO ${app}, ${system};
