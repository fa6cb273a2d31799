package io.hypnos.consolidation;

import io.hypnos.engine.sleep.BlockNeighbours;
import java.util.UUID;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.api.java.tuple.Tuple6;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Compares two blocks. Input: {@link SpreadFunction}. Output: tenant, run, number of blocks, number
 * of the finding, the finding. Holds two blocks at a time, whatever the size of the space. No
 * state; a replay finds the same again. A run that nobody waits for any more is left out.
 */
final class CompareFunction
    extends ProcessFunction<
        Tuple6<String, String, String, Integer, Integer, Integer>,
        Tuple5<String, String, Integer, Integer, byte[]>> {
  private static final long serialVersionUID = 1L;

  static final TypeInformation<Tuple5<String, String, Integer, Integer, byte[]>> TYPE =
      Types.TUPLE(
          Types.STRING,
          Types.STRING,
          Types.INT,
          Types.INT,
          PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  private final EngineSource engines;

  CompareFunction(EngineSource engines) {
    this.engines = engines;
  }

  @Override
  public void processElement(
      Tuple6<String, String, String, Integer, Integer, Integer> pair,
      Context context,
      Collector<Tuple5<String, String, Integer, Integer, byte[]>> output) {
    UUID tenantId = UUID.fromString(pair.f0);
    int blocks = pair.f5;
    try (EngineLease lease = engines.lease()) {
      if (!lease.sleep().isWanted(tenantId, UUID.fromString(pair.f1))) {
        return;
      }
      // Each block meets every block, and itself once: so many findings there are.
      for (BlockNeighbours found :
          lease.sleep().compare(tenantId, pair.f2, lease.modelId(), pair.f3, pair.f4, blocks)) {
        int other = found.block() == pair.f3 ? pair.f4 : pair.f3;
        int number = found.block() * blocks + other;
        output.collect(Tuple5.of(pair.f0, pair.f1, blocks, number, found.toBytes()));
      }
    }
  }
}
