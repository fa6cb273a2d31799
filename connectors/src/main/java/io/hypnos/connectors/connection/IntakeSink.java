package io.hypnos.connectors.connection;

import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Sink;
import io.hypnos.engine.intake.Intake;
import io.hypnos.engine.intake.IntakeReceipt;
import io.hypnos.engine.intake.IntakeUnit;
import io.hypnos.engine.intake.IntakeUnit.Traits;
import io.hypnos.engine.memory.SourceRecords;
import io.hypnos.engine.memory.SourceRecords.Fate;
import io.hypnos.engine.tenancy.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hands records of a connection to the engine. When it returns, Kafka has every version, and the
 * record has every end.
 */
final class IntakeSink implements Sink {
  private static final int LONGEST_NAME = 900;

  private final Intake intake;
  private final SourceRecords sources;
  private final Caller caller;
  private final Connection connection;

  IntakeSink(Intake intake, SourceRecords sources, Caller caller, Connection connection) {
    this.intake = intake;
    this.sources = sources;
    this.caller = caller;
    this.connection = connection;
  }

  static SourceRecords.Place place(Connection connection) {
    return new SourceRecords.Place(connection.space(), "connector:" + connection.provider());
  }

  /** Records of two connections never meet, whatever they are called. */
  static String name(Connection connection, String externalId) {
    return connection.id() + ":" + externalId;
  }

  @Override
  public Map<String, String> accept(List<Change> changes) {
    Map<String, String> refused = new HashMap<>();
    Map<String, Long> gone = new HashMap<>();
    List<Change> present = new ArrayList<>();
    for (Change change : changes) {
      if (change.id().length() > LONGEST_NAME) {
        refused.put(change.id(), "the name of the record is too long");
      } else if (change.document().isPresent()) {
        present.add(change);
      } else {
        gone.put(name(connection, change.id()), change.version());
      }
    }
    Fate fate = CommonConfig.deletes(connection.config()) ? Fate.DELETED : Fate.ARCHIVED;
    sources.end(caller, place(connection), gone, fate);
    int most = intake.mostUnits();
    for (int from = 0; from < present.size(); from += most) {
      refused.putAll(send(present.subList(from, Math.min(present.size(), from + most))));
    }
    return refused;
  }

  private Map<String, String> send(List<Change> present) {
    Map<String, Long> versions = new HashMap<>();
    present.forEach(each -> versions.put(name(connection, each.id()), each.version()));
    sources.bringBack(caller, place(connection), versions);
    List<IntakeUnit> units = present.stream().map(this::version).toList();
    IntakeReceipt receipt =
        intake.acceptForTenant(caller, connection.space(), place(connection).source(), units);
    Map<String, String> refused = new HashMap<>();
    receipt
        .refused()
        .forEach(each -> refused.put(present.get(each.position()).id(), each.reason()));
    return refused;
  }

  private IntakeUnit version(Change change) {
    Document document = change.document().orElseThrow();
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
