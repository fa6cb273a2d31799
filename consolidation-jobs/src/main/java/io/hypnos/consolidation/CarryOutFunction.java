package io.hypnos.consolidation;

import io.hypnos.engine.sleep.BlockNeighbours;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Carries a run out once all findings are there. Input: {@link CompareFunction}. Key: tenant, run
 * and number of blocks. State: what is known of each block, and which findings have come.
 * Guarantee: the run's own transaction, which happens once; a replay finds the run ended. While
 * another run of the space works it looks again every few seconds.
 */
final class CarryOutFunction
    extends KeyedProcessFunction<String, Tuple5<String, String, Integer, Integer, byte[]>, Void> {
  private static final long serialVersionUID = 1L;
  private static final long LOOK_AGAIN_MILLIS = 2_000;

  private final EngineSource engines;
  private transient MapState<Integer, byte[]> blocks;
  private transient MapState<Integer, Boolean> come;

  CarryOutFunction(EngineSource engines) {
    this.engines = engines;
  }

  @Override
  public void open(OpenContext context) {
    blocks =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "blocks", Types.INT, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    come =
        getRuntimeContext().getMapState(new MapStateDescriptor<>("come", Types.INT, Types.BOOLEAN));
  }

  @Override
  public void processElement(
      Tuple5<String, String, Integer, Integer, byte[]> finding,
      Context context,
      Collector<Void> output)
      throws Exception {
    if (come.contains(finding.f3)) {
      return; // The request came twice.
    }
    come.put(finding.f3, true);
    BlockNeighbours found = BlockNeighbours.of(finding.f4);
    byte[] known = blocks.get(found.block());
    blocks.put(
        found.block(),
        known == null ? finding.f4 : BlockNeighbours.of(known).merged(found).toBytes());
    if (hasAll(finding.f2)) {
      carryOut(context.getCurrentKey(), context);
    }
  }

  /** Each block meets every block, and itself once: so many findings there are. */
  private boolean hasAll(int count) throws Exception {
    for (int number = 0; number < count * count; number++) {
      if (!come.contains(number)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Void> output) throws Exception {
    carryOut(context.getCurrentKey(), context);
  }

  private void carryOut(String key, Context context) throws Exception {
    String[] names = key.split("\\|", 3);
    List<BlockNeighbours> found = new ArrayList<>();
    for (byte[] block : blocks.values()) {
      found.add(BlockNeighbours.of(block));
    }
    try (EngineLease lease = engines.lease()) {
      UUID tenantId = UUID.fromString(names[0]);
      if (lease.sleep().finish(tenantId, UUID.fromString(names[1]), found)) {
        blocks.clear();
        come.clear();
      } else {
        context
            .timerService()
            .registerProcessingTimeTimer(
                context.timerService().currentProcessingTime() + LOOK_AGAIN_MILLIS);
      }
    }
  }
}
