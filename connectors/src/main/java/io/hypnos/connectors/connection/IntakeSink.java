package io.hypnos.connectors.connection;

import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Sink;
import io.hypnos.engine.intake.Intake;
import io.hypnos.engine.intake.IntakeReceipt;
import io.hypnos.engine.intake.IntakeUnit;
import io.hypnos.engine.intake.IntakeUnit.Traits;
import io.hypnos.engine.tenancy.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hands records of a connection to the engine; when it returns, Kafka has them. */
final class IntakeSink implements Sink {
  private static final int LONGEST_NAME = 900;

  private final Intake intake;
  private final Archive archive;
  private final Caller caller;
  private final Connection connection;

  IntakeSink(Intake intake, Archive archive, Caller caller, Connection connection) {
    this.intake = intake;
    this.archive = archive;
    this.caller = caller;
    this.connection = connection;
  }

  static String source(String provider) {
    return "connector:" + provider;
  }

  /** Records of two connections never meet, whatever they are called. */
  static String name(Connection connection, String externalId) {
    return connection.id() + ":" + externalId;
  }

  @Override
  public Map<String, String> accept(List<Change> changes) {
    Map<String, String> refused = new HashMap<>();
    List<IntakeUnit> units = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    List<String> present = new ArrayList<>();
    for (Change change : changes) {
      if (change.id().length() > LONGEST_NAME) {
        refused.put(change.id(), "the name of the record is too long");
      } else if (change.document().isPresent()) {
        units.add(version(change, change.document().get()));
        ids.add(change.id());
        present.add(change.id());
      } else if (!archive.takesAway(caller, connection, change.id())) {
        String name = name(connection, change.id());
        units.add(IntakeUnit.deletion(name, change.version(), connection.name()));
        ids.add(change.id());
      }
    }
    archive.bringBack(caller, connection, present);
    if (!units.isEmpty()) {
      IntakeReceipt receipt =
          intake.accept(caller, connection.space(), source(connection.provider()), units);
      receipt.refused().forEach(each -> refused.put(ids.get(each.position()), each.reason()));
    }
    return refused;
  }

  private IntakeUnit version(Change change, Document document) {
    Map<String, Object> metadata = new HashMap<>(document.metadata());
    metadata.put("provider", connection.provider());
    metadata.put("connection_id", connection.id().toString());
    metadata.put("external_id", change.id());
    metadata.put("title", document.title());
    document.url().ifPresent(url -> metadata.put("url", url));
    document.author().ifPresent(author -> metadata.put("author", author));
    document.createdAt().ifPresent(time -> metadata.put("created_at", time.toString()));
    document.updatedAt().ifPresent(time -> metadata.put("updated_at", time.toString()));
    Traits traits =
        new Traits(connection.containerTag(), Optional.empty(), Optional.empty(), metadata);
    String label = document.title().isBlank() ? connection.name() : document.title();
    return IntakeUnit.version(
        name(connection, change.id()), change.version(), label, document.text(), traits);
  }
}
