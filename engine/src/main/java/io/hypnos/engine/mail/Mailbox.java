package io.hypnos.engine.mail;

import io.hypnos.engine.tenancy.Plan;
import java.util.List;
import java.util.UUID;

/**
 * Where a tenant takes mail.
 *
 * @param token local part of its address
 * @param senders addresses and {@code @domain}s that may send; none: nobody may
 */
public record Mailbox(UUID tenantId, Plan plan, String token, List<String> senders) {
  public Mailbox {
    senders = List.copyOf(senders);
  }

  /** Whether an address may send. */
  public boolean admits(String address) {
    return Senders.matches(senders, address);
  }
}
