package io.hypnos.local.kafka;

import io.hypnos.local.part.StartException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** The directory in which the broker keeps its logs and its metadata. */
record BrokerStorage(Path directory) {
  private static final String IDENTITY = "meta.properties";

  /** Kafka writes its identity last: a format cut short by a crash is done again. */
  void formatIfNew() {
    if (Files.exists(directory.resolve(IDENTITY))) {
      return;
    }
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(BrokerProperties.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(directory.toString())
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
          .run();
    } catch (Exception e) {
      throw new StartException("Kafka cannot format %s: %s".formatted(directory, e), e);
    }
  }
}
