package io.hypnos.local.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What cannot work is refused in one clear sentence. */
final class RefusalIT {
  @RegisterExtension static final Product PRODUCT = new Product();

  @TempDir Path directory;

  @Test
  void aSecondUpIsRefused() {
    assertRefused(PRODUCT.command("up"), "already running");
  }

  @Test
  void aBusyPortIsNamed() {
    Product.Outcome up =
        PRODUCT.command(Map.of("HYPNOS_DATA", directory.resolve("data").toString()), "up");

    assertRefused(up, String.valueOf(PRODUCT.port("HYPNOS_API_PORT")));
  }

  @Test
  void anUnknownSettingIsNamedWithTheNearestKnownOne() {
    assertRefused(
        PRODUCT.command(Map.of("HYPNOS_API_PROT", "1"), "up"), "did you mean 'HYPNOS_API_PORT'");
  }

  @Test
  void aDataDirectoryThatIsAFileIsRefused() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertRefused(PRODUCT.command(Map.of("HYPNOS_DATA", file.toString()), "up"), file.toString());
  }

  @Test
  void resetAsksForConsent() {
    assertRefused(PRODUCT.command("reset"), "--yes");
  }

  private static void assertRefused(Product.Outcome outcome, String named) {
    assertThat(outcome.exit()).isNotZero();
    assertThat(outcome.output()).contains(named).doesNotContain("\tat ");
    assertThat(outcome.output().strip().lines()).as(outcome.output()).hasSizeLessThanOrEqualTo(2);
  }
}
