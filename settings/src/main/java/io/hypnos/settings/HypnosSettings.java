package io.hypnos.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * All settings of the product. Later issues add a record per component here, never a loose
 * constant.
 */
public record HypnosSettings(
    @Setting(value = "./data", doc = "Where the local stack keeps all its data.") Path data,
    @Setting(
            doc =
                "The operator's key, set at the first start; unset, one is generated into"
                    + " data/root-key.")
        Optional<Secret> rootKey,
    ApiSettings api,
    DatabaseSettings database,
    OwnDatabaseSettings ownDatabase,
    SearchSettings search,
    KafkaSettings kafka,
    BlobSettings blob,
    SecretSettings secret,
    EmbeddingSettings embedding,
    ImportanceSettings importance,
    ConceptSettings concept,
    GraphSettings graph,
    JobSettings job,
    ExtractionSettings extraction,
    IngestSettings ingest,
    FlinkSettings flink,
    OutgoingSettings outgoing,
    WebhookSettings webhook,
    IdempotencySettings idempotency,
    LimitSettings limits,
    LlmSettings llm,
    MnemoverseSettings mnemoverse,
    MediaSettings media,
    MailSettings mail,
    SleepSettings sleep,
    LocalSettings local,
    IntakeSettings intake,
    ConnectorSettings connectors) {

  public HypnosSettings {
    if (rootKey.isPresent() && rootKey.get().reveal().length() < 16) {
      throw new IllegalArgumentException("root-key must have at least 16 characters.");
    }
  }
}
