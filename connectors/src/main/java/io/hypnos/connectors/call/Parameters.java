package io.hypnos.connectors.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parameters of a call, in their order; a name may come twice. */
public final class Parameters {
  private final List<Map.Entry<String, String>> pairs = new ArrayList<>();

  public static Parameters none() {
    return new Parameters();
  }

  public Parameters with(String name, String value) {
    pairs.add(Map.entry(name, value));
    return this;
  }

  public Parameters with(String name, Optional<String> value) {
    value.filter(text -> !text.isEmpty()).ifPresent(text -> with(name, text));
    return this;
  }

  public List<Map.Entry<String, String>> list() {
    return List.copyOf(pairs);
  }
}
