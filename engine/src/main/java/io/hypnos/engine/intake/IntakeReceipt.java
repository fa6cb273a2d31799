package io.hypnos.engine.intake;

import java.util.List;
import java.util.UUID;

/**
 * What was taken in, in the order in which it came.
 *
 * @param accepted Kafka has it
 * @param refused what was not taken, and why
 */
public record IntakeReceipt(UUID batchId, List<Accepted> accepted, List<Refused> refused) {
  public IntakeReceipt {
    accepted = List.copyOf(accepted);
    refused = List.copyOf(refused);
  }

  /**
   * One thing that is on its way.
   *
   * @param position where it stood in the request
   * @param item its number in the batch
   * @param memoryId the id that its memory, or the first of its memories, is going to have
   */
  public record Accepted(int position, int item, UUID memoryId) {}

  /** One thing that was refused. */
  public record Refused(int position, String label, String reason) {}
}
