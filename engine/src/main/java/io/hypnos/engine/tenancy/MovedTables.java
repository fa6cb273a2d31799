package io.hypnos.engine.tenancy;

import java.util.List;
import java.util.Set;

/**
 * The tables whose rows lie where the memory of the tenant lies. The rows of all others are the
 * account's, or tell of it, and lie in the operator's database; entries of the audit lie in both.
 */
public final class MovedTables {
  private static final Set<String> STAY =
      Set.of(
          "oauth_state",
          "connection_run",
          "connection_record",
          "connection",
          "parked_report",
          "audit_head",
          "audit",
          "secret",
          "llm_spend",
          "llm_cap",
          "mailbox",
          "tenant_endpoint",
          "tenant_departed",
          "tenant_email",
          "reveal_token",
          "outgoing_mail",
          "room_invite",
          "room_member",
          "room",
          "api_key");

  /** Those that refer to others first. */
  public static final List<String> NAMES =
      TenantTables.ALL.stream().filter(table -> !STAY.contains(table)).toList();

  private MovedTables() {}
}
