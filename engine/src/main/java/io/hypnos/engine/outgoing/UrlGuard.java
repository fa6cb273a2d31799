package io.hypnos.engine.outgoing;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.OutgoingSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which URLs of users may be called. It judges addresses, not names: a name is resolved
 * here, every address behind it must be permitted, and {@link OutgoingHttp} connects to those very
 * addresses, so that a name which changes its mind between check and call gains nothing.
 */
public final class UrlGuard implements AutoCloseable {
  private static final Set<String> METADATA_HOSTS =
      Set.of(
          "metadata",
          "metadata.google.internal",
          "metadata.goog",
          "metadata.tencentyun.com",
          "instance-data",
          "instance-data.ec2.internal");

  private final boolean allowPrivate;
  private final PatientResolver resolver;

  public UrlGuard(OutgoingSettings settings, HostResolver resolver) {
    this.allowPrivate = settings.allowPrivate();
    this.resolver = new PatientResolver(resolver, settings.resolveTimeout());
  }

  /** Why the URL may not be called; empty when it may. */
  public Optional<Refusal> check(String url) {
    try {
      addresses(Target.parse(url).host());
      return Optional.empty();
    } catch (RefusedUrlException e) {
      return Optional.of(e.refusal());
    }
  }

  /** Fails with {@code VALIDATION} and the reason in the details unless the URL may be called. */
  public void require(String url) {
    Optional<Refusal> refusal = check(url);
    if (refusal.isPresent()) {
      throw new HypnosException(
          ErrorCode.VALIDATION,
          refusal.get().message(),
          Map.of("refusal", refusal.get().name()),
          null);
    }
  }

  /** The host of a URL as it is compared: lower case, without brackets. */
  public String host(String url) {
    try {
      return Target.parse(url).host();
    } catch (RefusedUrlException e) {
      throw new HypnosException(ErrorCode.VALIDATION, e.refusal().message(), e);
    }
  }

  /**
   * The checked addresses of a host, for who speaks another protocol than HTTP: connect to one of
   * these and do not resolve the name again. Fails with {@code VALIDATION} like {@link #require}.
   */
  public List<InetAddress> resolve(String host) {
    try {
      return List.of(addresses(Target.parse("http://" + host + "/").host()));
    } catch (RefusedUrlException e) {
      throw new HypnosException(
          ErrorCode.VALIDATION, e.refusal().message(), Map.of("refusal", e.refusal().name()), e);
    }
  }

  /** The addresses to connect to, all of them checked. */
  InetAddress[] addresses(String host) throws RefusedUrlException {
    if (METADATA_HOSTS.contains(host)) {
      throw new RefusedUrlException(Refusal.METADATA);
    }
    InetAddress[] addresses = isLiteral(host) ? literal(host) : resolver.resolve(host);
    Optional<Refusal> refusal =
        Arrays.stream(addresses)
            .map(this::refusal)
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder());
    if (refusal.isPresent()) {
      throw new RefusedUrlException(refusal.get());
    }
    return addresses;
  }

  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || NumericHost.claimed(host);
  }

  private static InetAddress[] literal(String host) throws RefusedUrlException {
    if (host.indexOf(':') < 0) {
      return new InetAddress[] {
        NumericHost.parse(host).orElseThrow(() -> new RefusedUrlException(Refusal.MALFORMED))
      };
    }
    try {
      return new InetAddress[] {InetAddress.getByName("[" + host + "]")};
    } catch (UnknownHostException e) {
      RefusedUrlException refused = new RefusedUrlException(Refusal.MALFORMED);
      refused.initCause(e);
      throw refused;
    }
  }

  private Optional<Refusal> refusal(InetAddress address) {
    return switch (AddressKind.of(address)) {
      case PUBLIC -> Optional.empty();
      case PRIVATE -> allowPrivate ? Optional.empty() : Optional.of(Refusal.NOT_ROUTABLE);
      case UNUSABLE -> Optional.of(Refusal.NOT_ROUTABLE);
      case METADATA -> Optional.of(Refusal.METADATA);
    };
  }

  @Override
  public void close() {
    resolver.close();
  }
}
