package io.hypnos.connectors.drive;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.drive.DriveApi.Files;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.NewestFirst;
import io.hypnos.connectors.sync.NewestFirst.Dated;
import io.hypnos.connectors.sync.Page;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * All files once, then the feed of changes. Times do not tell of files that were moved in, shared
 * or brought back from the trash; the feed does. Its place is noted before the files are read, so
 * nothing falls between the two. With a query, what matches is asked for by time instead, as only
 * Drive knows what matches; the feed then tells what went.
 */
final class DriveFiles implements Source {
  private static final Duration OVERLAP = Duration.ofMinutes(5);
  private static final String START = "start";
  private static final String TOKEN = "token";
  private static final String FEEDLESS = "feedless";
  private static final int LARGEST_PAGE = 1_000;

  private final DriveApi api;
  private final DriveScope scope;
  private final DriveText text;
  private final DriveChanges changes;
  private final int pageSize;

  DriveFiles(Setup setup, DriveApi api) {
    this.api = api;
    this.scope = new DriveScope(api, setup.config("folder_id"), setup.config("query"));
    this.text = new DriveText(api, setup.files());
    this.pageSize = pageSize(setup);
    this.changes = new DriveChanges(api, scope, pageSize);
  }

  private static int pageSize(Setup setup) {
    String size = setup.config("page_size").orElse("100");
    if (!size.matches("[0-9]{1,6}")) {
      throw ProviderFailure.of(Kind.CONFIGURATION, "config.page_size is not a number");
    }
    return Math.max(1, Math.min(LARGEST_PAGE, Integer.parseInt(size)));
  }

  @Override
  public void check() {
    scope.requireRoot();
    list(Optional.empty(), 1);
  }

  @Override
  public List<Feed> feeds() {
    Feed all =
        new Feed() {
          @Override
          public String name() {
            return "files";
          }

          @Override
          public Page read(Map<String, String> position) {
            scope.root();
            scope.turnPage();
            if (position.containsKey(FEEDLESS)) {
              return feedless(position);
            }
            return position.containsKey(DriveChanges.AT) ? changed(position) : begin(position);
          }
        };
    return scope.hasQuery() ? List.of(all, byTime()) : List.of(all);
  }

  private NewestFirst byTime() {
    return new NewestFirst("matches", OVERLAP, this::matches, api::vendorNow);
  }

  /** A gateway may have no feed of changes: then times tell of edits, and the sweep of the rest. */
  private Page feedless(Map<String, String> position) {
    if (scope.hasQuery()) {
      return new Page(List.of(), position, false);
    }
    Map<String, String> place = new HashMap<>(position);
    place.remove(FEEDLESS);
    Page page = byTime().read(place);
    Map<String, String> next = new HashMap<>(page.next());
    next.put(FEEDLESS, "true");
    return new Page(page.items(), next, page.more());
  }

  private Optional<String> now() {
    try {
      return Optional.of(api.now());
    } catch (ProviderFailure e) {
      if (e.is(Kind.NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Page changed(Map<String, String> position) {
    try {
      return changes.read(position);
    } catch (ProviderFailure e) {
      if (e.is(Kind.EXPIRED_PAGE)) {
        return begin(Map.of()); // The feed has forgotten the place; what is known is skipped.
      }
      throw e;
    }
  }

  private Page begin(Map<String, String> position) {
    Optional<String> start = Optional.ofNullable(position.get(START)).or(this::now);
    if (start.isEmpty()) {
      return feedless(Map.of(FEEDLESS, "true"));
    }
    if (scope.hasQuery()) {
      return new Page(List.of(), Map.of(DriveChanges.AT, start.get()), false);
    }
    Optional<String> token = Optional.ofNullable(position.get(TOKEN));
    Listing page;
    try {
      page = list(token, pageSize);
    } catch (ProviderFailure e) {
      if (token.isEmpty() || !e.is(Kind.EXPIRED_PAGE)) {
        throw e;
      }
      page = list(Optional.empty(), pageSize); // What is known is skipped.
    }
    Map<String, String> next = new HashMap<>();
    boolean shortcuts =
        position.containsKey(DriveChanges.SHORTCUTS)
            || page.files().stream().anyMatch(DriveScope::isShortcut);
    if (scope.isTree() && shortcuts) {
      next.put(DriveChanges.SHORTCUTS, "true");
    }
    if (page.next().isPresent()) {
      next.put(START, start.get());
      next.put(TOKEN, page.next().get());
    } else {
      next.put(DriveChanges.AT, start.get());
      if (scope.isTree()) {
        DriveChanges.note(page.folders(), next);
      }
    }
    return new Page(items(page.files()), next, page.next().isPresent());
  }

  /** A page of what lives, and the folders met so far. */
  private record Listing(
      List<JsonNode> files, Optional<String> next, boolean complete, List<String> folders) {}

  private Listing list(Optional<String> token, int size) {
    if (scope.isTree()) {
      FolderTree.Place place =
          token
              .map(FolderTree.Place::parse)
              .orElseGet(() -> FolderTree.Place.at(List.of(scope.root())));
      FolderTree.Step step = new FolderTree(api, false, size).step(place);
      return new Listing(
          step.files(),
          step.next().map(FolderTree.Place::text),
          step.complete(),
          List.copyOf(step.met()));
    }
    Files page = api.list(scope.wanted(Optional.empty()), token, size);
    return new Listing(page.files(), page.next(), page.complete(), List.of());
  }

  private List<Item> items(List<JsonNode> files) {
    return files.stream()
        .filter(file -> scope.isTree() || scope.isBelow(file))
        .flatMap(file -> scope.item(file).stream())
        .toList();
  }

  private NewestFirst.Listed matches(Optional<Instant> since, Optional<String> token) {
    scope.root();
    scope.turnPage();
    Files page = api.list(scope.wanted(since), token, pageSize);
    List<Dated> dated = new ArrayList<>();
    for (JsonNode file : page.files()) {
      Instant changed = Fields.time(file, "modifiedTime").orElse(Instant.EPOCH);
      Instant made = Fields.time(file, "createdTime").orElse(Instant.EPOCH);
      Instant at = made.isAfter(changed) ? made : changed;
      if (scope.isBelow(file)) {
        scope.item(file).ifPresent(item -> dated.add(new Dated(item, at)));
      }
    }
    return new NewestFirst.Listed(dated, page.next());
  }

  @Override
  public Optional<Document> fetch(Item item) {
    JsonNode file = scope.take(item.id()).orElseGet(() -> api.file(item.id()));
    return Fields.flag(file, "trashed") || !DriveText.isReadable(file)
        ? Optional.empty()
        : Optional.of(text.of(file));
  }

  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        token -> {
          scope.turnPage();
          Listing page = list(token, LARGEST_PAGE);
          List<Item> items = items(page.files());
          if (page.next().isEmpty()) {
            scope.requireRoot();
          }
          return new Sweep.Live(items, page.next(), page.complete());
        });
  }
}
