package io.hypnos.consolidation;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.sleep.Run;
import io.hypnos.schemas.message.ConsolidationRequest;
import io.hypnos.schemas.message.MalformedMessageException;
import io.hypnos.schemas.message.MessageCodec;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple6;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spreads a request into comparisons. Input: messages. Output: tenant, run, space, two blocks, the
 * number of blocks. No state. A message that makes no sense is left out with a line in the log; a
 * database that is down restarts the job. A replay spreads again, unless the run has ended.
 */
final class SpreadFunction
    extends ProcessFunction<byte[], Tuple6<String, String, String, Integer, Integer, Integer>> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(SpreadFunction.class);

  static final TypeInformation<Tuple6<String, String, String, Integer, Integer, Integer>> TYPE =
      Types.TUPLE(Types.STRING, Types.STRING, Types.STRING, Types.INT, Types.INT, Types.INT);

  private final EngineSource engines;

  SpreadFunction(EngineSource engines) {
    this.engines = engines;
  }

  @Override
  public void processElement(
      byte[] message,
      Context context,
      Collector<Tuple6<String, String, String, Integer, Integer, Integer>> output) {
    try (EngineLease lease = engines.lease()) {
      ConsolidationRequest request = MessageCodec.decode(message, ConsolidationRequest.class);
      Optional<Run> run = lease.sleep().accept(request);
      if (run.isPresent()) {
        spread(run.get(), lease.sleep().blocks(run.get()), output);
      }
    } catch (MalformedMessageException e) {
      LOG.warn("left out a request that cannot be read: {}", e.getMessage());
    } catch (HypnosException e) {
      if (e.code().category() == ErrorCode.Category.DEPENDENCY) {
        throw e;
      }
      LOG.warn("left out a request: {}", e.getMessage());
    }
  }

  private static void spread(
      Run run,
      int blocks,
      Collector<Tuple6<String, String, String, Integer, Integer, Integer>> output) {
    for (int left = 0; left < blocks; left++) {
      for (int right = left; right < blocks; right++) {
        output.collect(
            Tuple6.of(
                run.tenantId().toString(), run.id().toString(), run.space(), left, right, blocks));
      }
    }
    LOG.info("run {} is spread over {} blocks", run.id(), blocks);
  }
}
