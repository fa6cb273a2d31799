package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.RequestContext;
import io.hypnos.engine.Engine;
import io.hypnos.engine.account.Accounts;
import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.ApiKey;
import io.hypnos.engine.tenancy.IssuedKey;
import io.hypnos.settings.HypnosSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Getting an account, or a key to it, by mail. Answers are the same for every address. */
@RestController
final class SignupRoutes {
  private static final int LONGEST_EMAIL = 120;
  private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");

  /** Programs that look at links in mail must not use them up; people press a button. */
  private static final String PAGE =
      """
      <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Your key</title></head>
      <body><h1>Your key</h1><p>It is shown once. Have a place ready to keep it.</p>
      <button id="show">Show the key</button><pre id="key"></pre>
      <script>
      document.getElementById('show').onclick = async function () {
        const answer = await fetch(location.href, {headers: {Accept: 'application/json'}});
        const body = await answer.json();
        document.getElementById('key').textContent = body.api_key || 'This link was used or is too old.';
        this.remove();
      };
      </script></body></html>
      """;

  private final Accounts accounts;
  private final AuditNotes audit;
  private final AddressQuota quota;
  private final String links;

  SignupRoutes(Engine engine, AuditNotes audit, HypnosSettings settings, Clock clock) {
    this.audit = audit;
    this.accounts = engine.accounts();
    this.quota = new AddressQuota(settings.api().signupsPerHour(), clock);
    this.links =
        settings.api().publicUrl().toString().replaceFirst("/+$", "") + "/v1/memory/reveal/";
  }

  record Revealed(@JsonProperty("api_key") String apiKey) {}

  @PostMapping("/v1/memory/signup")
  @Requires(Right.NONE)
  Map<String, String> signUp(HttpServletRequest http, JsonFields body) {
    String email = email(body);
    quota.take(http.getRemoteAddr());
    accounts.signUp(email, RequestContext.of(http).requestId(), token -> links + token);
    return Map.of("status", "sent");
  }

  @PostMapping("/v1/memory/recover-key")
  @Requires(Right.NONE)
  Map<String, String> recover(HttpServletRequest http, JsonFields body) {
    String email = email(body);
    quota.take(http.getRemoteAddr());
    accounts.recover(email, token -> links + token);
    return Map.of("status", "sent");
  }

  @GetMapping("/v1/memory/reveal/{token}")
  @Requires(Right.NONE)
  ResponseEntity<Object> reveal(HttpServletRequest http, @PathVariable String token) {
    // Programs that look whether a link is good use HEAD, which a GET route serves as well.
    if ("HEAD".equals(http.getMethod())) {
      return ResponseEntity.ok().header("Cache-Control", "no-store").build();
    }
    String accept = http.getHeader("Accept");
    if (accept != null && accept.toLowerCase(Locale.ROOT).contains("text/html")) {
      return ResponseEntity.ok()
          .contentType(MediaType.parseMediaType("text/html;charset=utf-8"))
          .header("Cache-Control", "no-store")
          .body(PAGE);
    }
    String requestId = RequestContext.of(http).requestId();
    IssuedKey issued =
        accounts
            .reveal(token, requestId)
            .orElseThrow(
                () ->
                    new HypnosException(
                        ErrorCode.NOT_FOUND, "The link is unknown, used or too old"));
    ApiKey key = issued.key();
    audit.record(
        new Actor(key.tenantId(), Optional.of(key.id()), requestId),
        "key.reveal",
        key.id().toString(),
        Map.of());
    return ResponseEntity.ok()
        .header("Cache-Control", "no-store")
        .body(new Revealed(issued.secret().reveal()));
  }

  private static String email(JsonFields body) {
    String email = body.requiredText("email", 3, LONGEST_EMAIL);
    if (!email.isEmpty() && !EMAIL.matcher(email.strip()).matches()) {
      body.reject("email", "Input should be a mail address", "value_error");
    }
    body.check();
    return email;
  }
}
