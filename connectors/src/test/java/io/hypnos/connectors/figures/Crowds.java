package io.hypnos.connectors.figures;

import io.hypnos.connectors.confluence.ConfluenceCrowd;
import io.hypnos.connectors.drive.DriveCrowd;
import io.hypnos.connectors.gmail.GmailCrowd;
import io.hypnos.connectors.hubspot.HubSpotCrowd;
import io.hypnos.connectors.kit.Crowd;
import io.hypnos.connectors.linear.LinearCrowd;
import io.hypnos.connectors.notion.NotionCrowd;
import io.hypnos.connectors.postgres.RowsCrowd;
import io.hypnos.connectors.slack.SlackCrowd;
import io.hypnos.local.stack.junit.LocalStack;
import java.util.List;
import java.util.Set;

/** An outside system of each kind. */
final class Crowds {
  static final List<String> ALL =
      List.of("notion", "slack", "gdrive", "gmail", "linear", "confluence", "hubspot", "postgres");

  /** Those that hold very many records cheaply, and whose lists tell the records whole. */
  static final Set<String> VAST = Set.of("slack", "hubspot", "postgres");

  private Crowds() {}

  static Crowd open(String provider, int records, LocalStack stack) {
    return switch (provider) {
      case "notion" -> NotionCrowd.of(records);
      case "slack" -> SlackCrowd.of(records);
      case "gdrive" -> DriveCrowd.of(records);
      case "gmail" -> GmailCrowd.of(records);
      case "linear" -> LinearCrowd.of(records);
      case "confluence" -> ConfluenceCrowd.of(records);
      case "hubspot" -> HubSpotCrowd.of(records);
      case "postgres" -> RowsCrowd.of(records, stack);
      default -> throw new IllegalArgumentException(provider + " is none of " + ALL);
    };
  }
}
