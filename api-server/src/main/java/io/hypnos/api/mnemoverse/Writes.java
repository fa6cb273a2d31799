package io.hypnos.api.mnemoverse;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.MemoryWriter;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.WriteOutcome;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.tenancy.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes atoms, each to the store that its domain means. */
final class Writes {
  private final MemoryWriter writer;
  private final Stores stores;

  Writes(MemoryWriter writer, Stores stores) {
    this.writer = writer;
    this.stores = stores;
  }

  WriteOutcome write(Caller caller, WriteRequest request) {
    Store store = store(caller, request);
    return writer.write(store.caller(), request.memory(), policy(store));
  }

  /** An outcome a request, in their order; what goes to one store sees what went there before. */
  List<WriteOutcome> writeAll(Caller caller, List<WriteRequest> requests) {
    WriteOutcome[] outcomes = new WriteOutcome[requests.size()];
    Map<Store, List<Integer>> positions = new LinkedHashMap<>();
    Map<String, Store> known = new LinkedHashMap<>();
    for (int i = 0; i < requests.size(); i++) {
      WriteRequest request = requests.get(i);
      try {
        Store store = known.get(request.domain());
        if (store == null) {
          store = store(caller, request);
          known.put(request.domain(), store);
        }
        positions.computeIfAbsent(store, none -> new ArrayList<>()).add(i);
      } catch (HypnosException e) {
        if (e.code().retryable()) {
          throw e;
        }
        outcomes[i] = WriteOutcome.failed(e);
      }
    }
    positions.forEach(
        (store, indexes) -> {
          List<NewMemory> memories =
              indexes.stream().map(index -> requests.get(index).memory()).toList();
          List<WriteOutcome> written = writer.writeAll(store.caller(), memories, policy(store));
          for (int i = 0; i < indexes.size(); i++) {
            outcomes[indexes.get(i)] = written.get(i);
          }
        });
    return Arrays.asList(outcomes);
  }

  private Store store(Caller caller, WriteRequest request) {
    Store store = stores.toWrite(caller, request.domain());
    if (store.isRoom() && !request.supersedes().isEmpty()) {
      throw new HypnosException(ErrorCode.VALIDATION, "supersedes is not possible in rooms");
    }
    return store;
  }

  private static WritePolicy policy(Store store) {
    return store.isRoom() ? WritePolicy.LENIENT : WritePolicy.GATED;
  }
}
