package io.hypnos.engine.secret;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.Secret;
import io.hypnos.settings.SecretSettings;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The keys of the settings. The first encrypts, all decrypt. */
final class KeyRing {
  private final Map<String, SecretKey> keys = new LinkedHashMap<>();

  KeyRing(SecretSettings settings) {
    for (Secret key : settings.keys()) {
      String text = key.reveal();
      int colon = text.indexOf(':');
      byte[] bytes = HexFormat.of().parseHex(text.substring(colon + 1));
      keys.put(text.substring(0, colon), new SecretKeySpec(bytes, "AES"));
    }
  }

  String newest() {
    if (keys.isEmpty()) {
      throw new HypnosException(
          ErrorCode.INTERNAL, "secrets cannot be kept: hypnos.secret.keys names no key");
    }
    return keys.keySet().iterator().next();
  }

  /** Ids of the keys that no longer encrypt. */
  List<String> older() {
    List<String> ids = new ArrayList<>(keys.keySet());
    return ids.isEmpty() ? List.of() : List.copyOf(ids.subList(1, ids.size()));
  }

  SecretKey key(String id) {
    SecretKey key = keys.get(id);
    if (key == null) {
      throw new HypnosException(
          ErrorCode.INTERNAL,
          "a secret cannot be opened: hypnos.secret.keys holds no key '%s'".formatted(id));
    }
    return key;
  }

  @Override
  public String toString() {
    return "KeyRing" + keys.keySet();
  }
}
