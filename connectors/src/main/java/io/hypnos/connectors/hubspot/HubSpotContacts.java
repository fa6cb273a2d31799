package io.hypnos.connectors.hubspot;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.hubspot.ContactApi.Contacts;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sweep;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The contacts of an account. */
final class HubSpotContacts implements Source {
  private final ContactApi api;
  private final Clock clock;

  HubSpotContacts(ContactApi api, Clock clock) {
    this.api = api;
    this.clock = clock;
  }

  @Override
  public void check() {
    api.probe();
  }

  /** What was deleted comes first: a contact that was restored and changed since stays then. */
  @Override
  public List<Feed> feeds() {
    return List.of(new ArchivedContacts(api, clock), new ChangedContacts(api, clock));
  }

  @Override
  public Optional<Document> fetch(Item item) {
    JsonNode contact = api.get(item.id());
    return Fields.flag(contact, "archived")
        ? Optional.empty()
        : Optional.of(ContactText.document(contact));
  }

  /** Notices contacts that left no trace, as those do that are erased for good. */
  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        token -> {
          Contacts page = api.list(token, false);
          return new Sweep.Live(ContactText.items(page.results()), page.next(), true);
        });
  }
}
