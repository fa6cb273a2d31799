package io.hypnos.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OAuthSettingsTest {
  private static final String APP = "connectors.oauth.slack.";

  private static OAuthAppSettings slack(Map<String, String> values) {
    return Settings.of(values, Map.of()).connectors().oauth().slack();
  }

  @Test
  void anAppIsAnIdAndASecretThatIsNotShown() {
    OAuthAppSettings app = slack(Map.of(APP + "client-id", "1", APP + "client-secret", "hidden"));

    assertThat(app.clientId()).contains("1");
    assertThat(app.clientSecret()).contains(Secret.of("hidden"));
    assertThat(app.toString()).doesNotContain("hidden");
  }

  @Test
  void halfAnAppIsRefused() {
    assertThatThrownBy(() -> slack(Map.of(APP + "client-id", "1")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("belong together");
  }

  @Test
  void anotherPlaceNeedsTheSameLeaveAsConnectionsDo() {
    Map<String, String> elsewhere = Map.of(APP + "token-url", "http://127.0.0.1:1/t");
    assertThatThrownBy(() -> slack(elsewhere))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("allow-base-url");

    assertThat(
            slack(
                    Map.of(
                        APP + "token-url",
                        "http://127.0.0.1:1/t",
                        "connectors.allow-base-url",
                        "true"))
                .tokenUrl())
        .contains(URI.create("http://127.0.0.1:1/t"));
  }

  @Test
  void theDashboardIsAPathOrAUrl() {
    assertThatThrownBy(
            () ->
                Settings.of(Map.of("connectors.oauth.dashboard", "javascript:alert(1)"), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("dashboard");
  }
}
