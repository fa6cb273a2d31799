package io.hypnos.engine.outgoing;

import io.hypnos.engine.outgoing.OutgoingResult.Answered;
import io.hypnos.engine.outgoing.OutgoingResult.Failed;
import io.hypnos.engine.outgoing.OutgoingResult.Refused;
import io.hypnos.settings.OutgoingSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls URLs that users set. Each call opens a connection of its own to an address that was checked
 * for that connection; name and certificate stay those of the URL. No redirect, no proxy, no
 * cookie, no repeat; time and size of the answer are bounded.
 */
public final class OutgoingHttp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutgoingHttp.class);
  private static final int MOST_CONNECTIONS = 200;

  private final UrlGuard guard;
  private final Timeout connectTimeout;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor deadlines;

  public OutgoingHttp(OutgoingSettings settings, HostResolver resolver) {
    this(settings, resolver, SSLContexts.createSystemDefault());
  }

  OutgoingHttp(OutgoingSettings settings, HostResolver resolver, SSLContext tls) {
    this.guard = new UrlGuard(settings, resolver);
    this.connectTimeout = Timeout.ofMilliseconds(settings.connectTimeout().toMillis());
    this.client = client(tls);
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "hypnos-outgoing-deadline");
              thread.setDaemon(true);
              return thread;
            });
    deadlines.setRemoveOnCancelPolicy(true);
  }

  private CloseableHttpClient client(SSLContext tls) {
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new CheckedAddresses(guard))
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom().setConnectTimeout(connectTimeout).build())
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .build())
        .setConnectionReuseStrategy((request, response, context) -> false)
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .disableConnectionState()
        .disableDefaultUserAgent()
        .build();
  }

  /** Decides which URLs may be called; also for asking before one is kept. */
  public UrlGuard guard() {
    return guard;
  }

  /** Makes one call and tells how it went; it never throws for what the receiver does. */
  public OutgoingResult send(OutgoingRequest request) {
    Target target;
    try {
      target = Target.parse(request.url());
    } catch (RefusedUrlException e) {
      return new Refused(e.refusal());
    }
    HttpUriRequestBase message = message(request, target);
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> deadline =
        deadlines.schedule(
            () -> {
              late.set(true);
              message.cancel();
            },
            request.timeout().toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      ClassicHttpResponse response = client.executeOpen(host(target), message, null);
      try {
        return answered(response, request.mostResponseBytes());
      } finally {
        leave(message, response);
      }
    } catch (RefusedUrlException e) {
      return new Refused(e.refusal());
    } catch (IOException e) {
      return new Failed(late.get() ? "no answer in time" : reason(e));
    } finally {
      deadline.cancel(false);
    }
  }

  private static HttpHost host(Target target) {
    return new HttpHost(target.scheme(), target.host(), target.port());
  }

  private static HttpUriRequestBase message(OutgoingRequest request, Target target) {
    HttpUriRequestBase message = new HttpUriRequestBase(request.method(), URI.create("/"));
    message.setScheme(target.scheme());
    message.setPath(target.path());
    message.setAuthority(new URIAuthority(target.host(), target.port()));
    request.headers().forEach(message::setHeader);
    Timeout timeout = Timeout.ofMilliseconds(request.timeout().toMillis());
    message.setConfig(
        RequestConfig.custom()
            .setResponseTimeout(timeout)
            .setConnectionRequestTimeout(timeout)
            .setProtocolUpgradeEnabled(false)
            .build());
    if (request.body().length > 0) {
      message.setEntity(new ByteArrayEntity(request.body(), null));
    }
    return message;
  }

  private static Answered answered(ClassicHttpResponse response, int mostBytes) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new Answered(response.getCode(), headers, new byte[0]);
    }
    InputStream content = entity.getContent();
    return new Answered(response.getCode(), headers, content.readNBytes(mostBytes));
  }

  /** Hangs up first, because closing alone would read on to the end, which may never come. */
  private static void leave(HttpUriRequestBase message, ClassicHttpResponse response) {
    message.cancel();
    try {
      response.close();
    } catch (IOException e) {
      LOG.trace("left in the middle of an answer", e);
    }
  }

  private static String reason(Exception failure) {
    if (failure instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    if (failure instanceof SSLException) {
      return "no trusted encrypted connection";
    }
    if (failure instanceof SocketException) {
      return "no connection";
    }
    return "no valid answer";
  }

  @Override
  public void close() throws IOException {
    deadlines.shutdownNow();
    client.close();
    guard.close();
  }

  /** What the HTTP client asks for each new connection. */
  private record CheckedAddresses(UrlGuard guard) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws RefusedUrlException {
      return guard.addresses(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
