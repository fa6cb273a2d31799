package io.hypnos.api.mnemoverse;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.RepeatedRequests;
import io.hypnos.engine.Engine;
import io.hypnos.engine.feedback.Feedback;
import io.hypnos.engine.feedback.Learned;
import io.hypnos.engine.feedback.Outcome;
import io.hypnos.engine.tenancy.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Telling how well atoms served. */
@RestController
final class FeedbackRoutes {
  private static final int MOST_ATOMS = 10_000;
  private static final int MOST_CONCEPTS = 256;
  private static final double NANOS_A_MILLI = 1_000_000.0;

  private final Feedback feedback;
  private final Stores stores;
  private final RepeatedRequests repeated;

  FeedbackRoutes(Engine engine, Stores stores, RepeatedRequests repeated) {
    this.feedback = engine.knowledge().feedback();
    this.stores = stores;
    this.repeated = repeated;
  }

  record FeedbackAnswer(
      @JsonProperty("updated_count") int updatedCount,
      @JsonProperty("avg_valence") double avgValence,
      @JsonProperty("coactivation_edges") int coactivationEdges,
      @JsonProperty("feedback_time_ms") double feedbackTimeMs) {}

  @PostMapping("/api/v1/memory/feedback")
  @Requires(Right.WRITE)
  ResponseEntity<?> feedback(HttpServletRequest http, Caller caller, JsonFields body) {
    Outcome outcome =
        new Outcome(
            body.requiredIds("atom_ids", MOST_ATOMS),
            body.requiredNumber("outcome", -1, 1),
            body.texts("concepts", MOST_CONCEPTS, WriteRequest.LONGEST_CONCEPT),
            body.texts("query_concepts", MOST_CONCEPTS, WriteRequest.LONGEST_CONCEPT));
    // Leads to a room; the name of an own domain says nothing, ids are rated in all of them.
    String domain = body.text("domain", 0, Domain.LONGEST_ASKED).orElse(Domain.DEFAULT);
    body.check();
    return repeated.once(http, caller, () -> learn(caller, domain, outcome));
  }

  private FeedbackAnswer learn(Caller caller, String domain, Outcome outcome) {
    long start = System.nanoTime();
    Store store = stores.toWrite(caller, domain);
    Learned learned = feedback.learn(store.caller(), store.viewer(), outcome);
    return new FeedbackAnswer(
        learned.memories(),
        learned.meanValence(),
        learned.coactivated(),
        (System.nanoTime() - start) / NANOS_A_MILLI);
  }
}
