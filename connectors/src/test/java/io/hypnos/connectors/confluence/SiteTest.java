package io.hypnos.connectors.confluence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.connectors.call.Pace;
import io.hypnos.connectors.call.Patience;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import io.hypnos.engine.outgoing.HostResolver;
import io.hypnos.engine.outgoing.OutgoingHttp;
import io.hypnos.settings.OutgoingSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class SiteTest {
  @ParameterizedTest
  @CsvSource({
    "https://acme.atlassian.net, https://acme.atlassian.net",
    "https://acme.atlassian.net/wiki/, https://acme.atlassian.net",
    "HTTPS://acme.atlassian.net?a=b, HTTPS://acme.atlassian.net",
    "https://acme.atlassian.net/wiki/home#x, https://acme.atlassian.net",
    "https://acme.atlassian.net/wikis, https://acme.atlassian.net/wikis",
    "https://api.atlassian.com/ex/confluence/1-2/wiki, https://api.atlassian.com/ex/confluence/1-2",
    "https://api.atlassian.com/ex/confluence/1-2//, https://api.atlassian.com/ex/confluence/1-2"
  })
  void theBaseIsWhatStandsBeforeTheWiki(String address, String base) {
    assertThat(Site.of(address, false)).isEqualTo(new Site(base));
  }

  @ParameterizedTest
  @CsvSource({
    "/wiki/api/v2/pages?cursor=a%3D, /wiki/api/v2/pages?cursor=a%3D",
    "/rest/api/content/search?cursor=a, /wiki/rest/api/content/search?cursor=a",
    "/ex/confluence/1/wiki/api/v2/pages?cursor=a, /wiki/api/v2/pages?cursor=a",
    "https://api.example/ex/confluence/1/wiki/api/v2/pages?c=a, /wiki/api/v2/pages?c=a",
    "https://evil.example/wiki/api, https://evil.example/wiki/api",
    "/rest/api/x?cql=a = \"b|c\", /wiki/rest/api/x?cql=a%20=%20%22b%7Cc%22"
  })
  void aLinkIsResolvedAgainstTheBase(String link, String path) {
    assertThat(new Site("https://api.example/ex/confluence/1").path(link)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme.atlassian.net",
        "ftp://a.example",
        "https://",
        "https://me:pw@a.example",
        "http://acme.atlassian.net",
        "file:///etc/passwd"
      })
  void anythingElseIsRefused(String address) {
    assertThatThrownBy(() -> Site.of(address, false))
        .isInstanceOf(ProviderFailure.class)
        .hasMessageStartingWith("config.base_url must");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1:1",
        "https://[::1]",
        "https://10.0.0.1/wiki",
        "https://2130706433",
        "https://169.254.169.254",
        "https://metadata.google.internal"
      })
  void anAddressInsideIsNotCalled(String address) throws IOException {
    Clock clock = Clock.systemUTC();
    try (OutgoingHttp http =
        new OutgoingHttp(
            new OutgoingSettings(false, Duration.ofSeconds(2), Duration.ofSeconds(2)),
            HostResolver.SYSTEM)) {
      Setup setup =
          new Setup(
              JsonMapper.shared().valueToTree(Map.of("base_url", address)),
              Map.of("email", "a@b.example", "api_token", "secret"),
              new ProviderHttp.Line(
                  http::send,
                  new Patience(clock, wait -> {}, new Random(1), Duration.ZERO),
                  Pace.unlimited(clock),
                  clock),
              (name, type, bytes) -> Optional.empty(),
              refused -> Optional.empty(),
              http.guard(),
              false);

      try (Source source = new Confluence().open(setup)) {
        assertThatThrownBy(source::check)
            .isInstanceOfSatisfying(
                ProviderFailure.class,
                failure ->
                    assertThat(failure.kind()).isEqualTo(ProviderFailure.Kind.CONFIGURATION));
      }
    }
  }

  @Test
  void aSiteShowsItsPages() {
    assertThat(new Site("https://a.example").page("/spaces/X/pages/1"))
        .isEqualTo("https://a.example/wiki/spaces/X/pages/1");
  }
}
