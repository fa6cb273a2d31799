package io.hypnos.engine.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.OutgoingSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class UrlGuardTest {
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "public.example", List.of("93.184.216.34", "2606:2800:220:1::1"),
          "inside.example", List.of("10.1.2.3"),
          "half.example", List.of("93.184.216.34", "127.0.0.1"),
          "cloud.example", List.of("127.0.0.1", "169.254.169.254"),
          "my_host.example", List.of("93.184.216.34"),
          "localhost", List.of("127.0.0.1", "::1"));

  private final CountDownLatch never = new CountDownLatch(1);
  private final UrlGuard strict = guard(false);
  private final UrlGuard lenient = guard(true);

  @AfterEach
  void close() {
    never.countDown();
    strict.close();
    lenient.close();
  }

  @Test
  void publicHttpAndHttpsUrlsArePermitted() {
    for (String url :
        List.of(
            "http://public.example",
            "https://public.example:8443/hook?a=1#part",
            "HTTPS://PUBLIC.EXAMPLE./x",
            "http://my_host.example/",
            "http://8.8.8.8/",
            "http://0x08080808/",
            "http://[2606:4700::1111]:80/",
            "http://[64:ff9b::808:808]/")) {
      assertThat(strict.check(url)).as(url).isEmpty();
    }
  }

  @Test
  void whatIsNoHttpUrlWithAHostIsRefused() {
    assertAll(Refusal.SCHEME, "", "ftp://public.example", "javascript:alert(1)", "//x", "http:/x");
    assertAll(Refusal.SCHEME, " http://public.example", "file:///etc/passwd", "gopher://x");
    assertAll(Refusal.NO_HOST, "http://", "https:///path", "http://:80/", "http://?q");
    assertAll(
        Refusal.USER_INFO,
        "http://user@public.example",
        "http://u:p@public.example/",
        "http://@x/");
    assertAll(
        Refusal.MALFORMED,
        "http://public.example:0/",
        "http://public.example:65536/",
        "http://public.example/a b",
        "http://public.example/\r\nX: y",
        "http://public.example\\127.0.0.1/",
        "http://[::1/",
        "http://[::1%25eth0]/",
        "http://1.2.3.256/",
        "http://08.1.1.1/",
        "http://0x1ffffffff/",
        "http://./",
        "http://пример.example/",
        "http://public.example/" + "a".repeat(2048));
  }

  @Test
  void namesThatDoNotResolveAreRefused() {
    assertAll(Refusal.UNRESOLVED, "http://nowhere.example/");
    assertAll(Refusal.RESOLUTION_TIMEOUT, "http://slow.example/");
  }

  @Test
  void addressesThatNoOutsiderShouldReachAreRefused() {
    for (String host :
        List.of(
            "localhost",
            "inside.example",
            "half.example",
            "127.0.0.1",
            "127.255.255.254",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "100.127.255.255",
            "169.254.1.1",
            "0.0.0.0",
            "0.1.2.3",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255")) {
      assertAll(Refusal.NOT_ROUTABLE, "http://" + host + "/");
    }
    for (String host :
        List.of(
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:7f00:1",
            "::127.0.0.1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd12:3456::1",
            "ff02::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:808:808::",
            "2001::1",
            "64:ff9b::7f00:1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::8.8.8.8",
            "100::1",
            "3fff::1",
            "2606:4700::5efe:10.0.0.1",
            "5f00::1")) {
      assertAll(Refusal.NOT_ROUTABLE, "http://[" + host + "]/");
    }
  }

  @Test
  void loopbackIsRecognisedInEverySpelling() {
    for (String host :
        List.of(
            "2130706433",
            "017700000001",
            "0x7f000001",
            "0x7F.1",
            "127.1",
            "127.0.1",
            "0177.1",
            "0177.0.0.0x1",
            "127.0.0.1.",
            "0",
            "0x")) {
      assertAll(Refusal.NOT_ROUTABLE, "http://" + host + "/");
    }
  }

  @Test
  void servicesThatHandOutCredentialsStayRefusedWhateverTheSettingsSay() {
    for (String host :
        List.of(
            "169.254.169.254",
            "2852039166",
            "0xa9fea9fe",
            "0251.0376.0251.0376",
            "169.254.43518",
            "metadata.google.internal",
            "METADATA.google.internal.",
            "metadata.tencentyun.com",
            "100.100.100.200",
            "168.63.129.16",
            "cloud.example",
            "[fd00:ec2::254]",
            "[::ffff:169.254.169.254]",
            "[::169.254.169.254]",
            "[64:ff9b::a9fe:a9fe]",
            "[2002:a9fe:a9fe::]",
            "[2001:0:1:2:3:4:5601:5601]")) {
      assertThat(strict.check("http://" + host + "/")).as(host).contains(Refusal.METADATA);
      assertThat(lenient.check("http://" + host + "/")).as(host).contains(Refusal.METADATA);
    }
  }

  @Test
  void anOperatorCanAllowPrivateTargetsButNotWhatIsNoTarget() {
    for (String host :
        List.of(
            "localhost",
            "127.0.0.1",
            "2130706433",
            "10.0.0.1",
            "[::1]",
            "[fd12::1]",
            "100.64.0.1",
            "inside.example",
            "half.example")) {
      assertThat(lenient.check("http://" + host + "/")).as(host).isEmpty();
    }
    for (String host : List.of("0.0.0.0", "224.0.0.1", "169.254.1.1", "[::]", "[ff02::1]")) {
      assertThat(lenient.check("http://" + host + "/")).as(host).contains(Refusal.NOT_ROUTABLE);
    }
  }

  @Test
  void theReasonIsInTheDetailsOfTheError() {
    assertThatThrownBy(() -> strict.require("http://127.0.0.1/"))
        .isInstanceOfSatisfying(
            HypnosException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION);
              assertThat(e.details()).containsEntry("refusal", "NOT_ROUTABLE");
            });
  }

  private void assertAll(Refusal expected, String... urls) {
    for (String url : urls) {
      assertThat(strict.check(url)).as(url).isEqualTo(Optional.of(expected));
    }
  }

  private UrlGuard guard(boolean allowPrivate) {
    return new UrlGuard(
        new OutgoingSettings(allowPrivate, Duration.ofMillis(300), Duration.ofSeconds(1)),
        this::resolve);
  }

  private InetAddress[] resolve(String host) throws UnknownHostException {
    if (host.equals("slow.example")) {
      awaitTheEnd();
    }
    List<String> addresses = NAMES.get(host);
    if (addresses == null) {
      throw new UnknownHostException(host);
    }
    InetAddress[] resolved = new InetAddress[addresses.size()];
    for (int i = 0; i < resolved.length; i++) {
      resolved[i] = InetAddress.getByName(addresses.get(i));
    }
    return resolved;
  }

  private void awaitTheEnd() {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
