package io.hypnos.engine.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Indices of memories beside each other. One is behind the alias; a rebuild fills the next, puts it
 * there in one step, and the old one is removed once no search can be on it any more.
 */
public final class IndexGenerations {
  private static final Logger LOG = LoggerFactory.getLogger(IndexGenerations.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String alias;
  private final Supplier<String> template;
  private final SearchNode node;

  IndexGenerations(String alias, Supplier<String> template, SearchNode node) {
    this.alias = alias;
    this.template = template;
    this.node = node;
  }

  /** Makes an empty index beside those that there are and returns its name. */
  public String makeNext() {
    node.call("PUT", "/_index_template/" + alias, Map.of(), template.get());
    int last = 0;
    for (String name : all()) {
      last = Math.max(last, Integer.parseInt(name.substring(alias.length() + 1)));
    }
    String name = "%s-%06d".formatted(alias, last + 1);
    node.call("PUT", "/" + name, Map.of(), "{}");
    LOG.info("made search index {}", name);
    return name;
  }

  /** Puts the index behind the alias in place of the one that is there. */
  public void switchTo(String target) {
    List<Object> actions = new ArrayList<>();
    actions.add(Map.of("add", Map.of("index", target, "alias", alias, "is_write_index", true)));
    inUse().stream()
        .filter(name -> !name.equals(target))
        .forEach(name -> actions.add(Map.of("remove", Map.of("index", name, "alias", alias))));
    node.call("POST", "/_aliases", Map.of(), JSON.writeValueAsString(Map.of("actions", actions)));
  }

  /** Removes every index that is not in use. */
  public void removeUnused() {
    Set<String> unused = new TreeSet<>(all());
    unused.removeAll(inUse());
    for (String name : unused) {
      node.call("DELETE", "/" + name, Map.of(), null);
      LOG.info("removed search index {}", name);
    }
  }

  /** Indices that were made here; another may have a name that begins like theirs. */
  private Set<String> all() {
    Set<String> names = names("/" + alias + "-*/_alias");
    names.removeIf(name -> !name.substring(alias.length() + 1).matches("\\d{6,9}"));
    return names;
  }

  private Set<String> inUse() {
    return names("/_alias/" + alias);
  }

  private Set<String> names(String path) {
    Set<String> names = new TreeSet<>();
    JsonNode found = node.call("GET", path, Map.of(), null);
    found.propertyNames().forEach(names::add);
    return names;
  }
}
