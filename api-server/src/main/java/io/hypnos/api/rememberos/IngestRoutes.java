package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.Problems;
import io.hypnos.engine.Engine;
import io.hypnos.engine.intake.Intake;
import io.hypnos.engine.intake.IntakeReceipt;
import io.hypnos.engine.intake.IntakeUnit;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.HypnosSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Many events, texts or versions of records at once on the asynchronous road. An addition of ours.
 */
@RestController
final class IngestRoutes {
  private static final Pattern SOURCE = Pattern.compile("[a-z][a-z0-9:_.-]{0,63}");

  private final Intake intake;
  private final int most;

  IngestRoutes(Engine engine, HypnosSettings settings) {
    this.intake = engine.intake();
    this.most = settings.intake().maxUnits();
  }

  /** What is on its way; what was refused, and why. */
  record Accepted(
      @JsonProperty("batch_id") UUID batchId,
      int queued,
      int failed,
      List<AcceptedItem> items,
      List<RefusedItem> failures) {}

  record AcceptedItem(int position, UUID id) {}

  record RefusedItem(int position, String error) {}

  @PostMapping("/v1/memory/collections/{collection}/ingest/events")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Right.WRITE)
  Accepted events(Caller caller, @PathVariable String collection, JsonFields body) {
    return take(caller, collection, body, "events", "event", IngestUnits::event);
  }

  @PostMapping("/v1/memory/collections/{collection}/ingest/texts")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Right.WRITE)
  Accepted texts(Caller caller, @PathVariable String collection, JsonFields body) {
    return take(caller, collection, body, "texts", "text", IngestUnits::text);
  }

  @PostMapping("/v1/memory/collections/{collection}/ingest/records")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Right.WRITE)
  Accepted records(Caller caller, @PathVariable String collection, JsonFields body) {
    return take(caller, collection, body, "records", "record", IngestUnits::version);
  }

  private Accepted take(
      Caller caller,
      String collection,
      JsonFields body,
      String name,
      String usualSource,
      Function<JsonFields, IntakeUnit> reader) {
    String space = CollectionName.require(collection);
    String source = body.text("source", 1, 64).orElse(usualSource);
    if (!SOURCE.matcher(source).matches()) {
      body.reject(
          "source", "String should match pattern '" + SOURCE + "'", "string_pattern_mismatch");
    }
    List<JsonFields> items = body.requiredObjects(name, 1, most);
    body.refuseUnknown();
    body.check();
    List<RefusedItem> failures = new ArrayList<>();
    List<IntakeUnit> units = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    for (int position = 0; position < items.size(); position++) {
      JsonFields item = items.get(position);
      int at = position;
      Problems.Outcome<IntakeUnit> read = Problems.of(() -> reader.apply(item));
      read.problem().ifPresent(problem -> failures.add(new RefusedItem(at, problem)));
      read.value()
          .ifPresent(
              unit -> {
                units.add(unit);
                positions.add(at);
              });
    }
    IntakeReceipt receipt = intake.accept(caller, space, source, units);
    receipt
        .refused()
        .forEach(
            each -> failures.add(new RefusedItem(positions.get(each.position()), each.reason())));
    List<AcceptedItem> accepted =
        receipt.accepted().stream()
            .map(each -> new AcceptedItem(positions.get(each.position()), each.memoryId()))
            .toList();
    return new Accepted(receipt.batchId(), accepted.size(), failures.size(), accepted, failures);
  }
}
