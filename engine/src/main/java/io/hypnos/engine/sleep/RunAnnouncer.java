package io.hypnos.engine.sleep;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.schemas.message.ConsolidationRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the cluster of runs that wait for it. The record is what counts: a message that is lost or
 * sent twice neither loses a run nor does it twice.
 */
final class RunAnnouncer {
  private static final Logger LOG = LoggerFactory.getLogger(RunAnnouncer.class);
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final RunQueue queue;
  private final RequestSender sender;
  private final Clock clock;

  RunAnnouncer(RunQueue queue, RequestSender sender, Clock clock) {
    this.queue = queue;
    this.sender = sender;
    this.clock = clock;
  }

  boolean runOnce() {
    List<Run> waiting = queue.toAnnounce();
    for (Run run : waiting) {
      sender.send(message(run));
      announced(run);
    }
    return false;
  }

  /** One whose tenant is being moved is sent again; that must not hold up those behind it. */
  private void announced(Run run) {
    try {
      queue.announced(run);
    } catch (HypnosException e) {
      if (e.code() != ErrorCode.UNAVAILABLE) {
        throw e;
      }
      LOG.debug("run {} of tenant {} is announced again later", run.id(), run.tenantId(), e);
    }
  }

  private ConsolidationRequest message(Run run) {
    return new ConsolidationRequest(
        ConsolidationRequest.VERSION,
        run.id(),
        run.tenantId(),
        run.space(),
        run.phases().stream().sorted().map(Phase::text).toList(),
        JsonMapper.shared().readValue(RunJson.write(run.parameters()), OBJECT),
        run.dry(),
        Optional.of(run.requestId()).filter(id -> !id.isEmpty()),
        clock.instant());
  }
}
