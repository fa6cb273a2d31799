package io.hypnos.api.mail;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.RawBody;
import io.hypnos.api.web.RequestContext;
import io.hypnos.engine.Engine;
import io.hypnos.engine.mail.Mailbox;
import io.hypnos.engine.mail.Mailboxes;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.MailSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The address of a tenant's mail drop, who may send to it, and mail from a mail service. */
@RestController
final class MailRoutes {
  private static final int MOST_SENDERS = 100;
  private static final int LONGEST_SENDER = 254;

  private final Mailboxes mailboxes;
  private final MailGate gate;
  private final MailSettings settings;
  private final InboundSignature signature;
  private final JsonMapper json;

  MailRoutes(Engine engine, MailGate gate, HypnosSettings settings, Clock clock, JsonMapper json) {
    this.mailboxes = engine.mailboxes();
    this.gate = gate;
    this.settings = settings.mail();
    this.signature = new InboundSignature(settings.mail().inboundSecret(), clock);
    this.json = json;
  }

  record Address(String address, String collection) {}

  record SenderList(List<String> senders) {}

  @GetMapping("/v1/memory/email/address")
  @Requires(Right.READ)
  Address address(Caller caller) {
    return shown(mailboxes.of(caller));
  }

  @PostMapping("/v1/memory/email/address/rotate")
  @Requires(Right.WRITE)
  Address rotate(Caller caller) {
    return shown(mailboxes.rotate(caller));
  }

  @GetMapping("/v1/memory/email/senders")
  @Requires(Right.READ)
  SenderList senders(Caller caller) {
    return new SenderList(mailboxes.of(caller).senders());
  }

  @PutMapping("/v1/memory/email/senders")
  @Requires(Right.WRITE)
  SenderList allow(Caller caller, JsonFields body) {
    List<String> senders = body.texts("senders", MOST_SENDERS, LONGEST_SENDER);
    body.check();
    return new SenderList(mailboxes.allow(caller, senders).senders());
  }

  @PostMapping({"/v1/memory/email/inbound", "/email/inbound"})
  @Requires(Right.SIGNATURE)
  ResponseEntity<Map<String, String>> inbound(HttpServletRequest request, RawBody body)
      throws IOException {
    String given = request.getHeader("X-Webhook-Signature");
    if (!signature.isGood(request.getHeader("X-Webhook-Timestamp"), given, body.bytes())) {
      throw new FailedRequestException(
          Failure.of(FailureKind.UNAUTHENTICATED, "The signature is missing, wrong or too old."));
    }
    if (signature.wasSeen(given)) {
      return ResponseEntity.ok(Map.of("status", "repeated"));
    }
    InboundMail mail = InboundMail.of(request.getContentType(), body.bytes(), json);
    List<Mailbox> targets =
        mail.recipients().stream().map(gate::mailbox).flatMap(Optional::stream).distinct().toList();
    if (targets.isEmpty()) {
      throw new FailedRequestException(
          Failure.of(FailureKind.NOT_FOUND, "None of the recipients is an address of ours."));
    }
    for (Mailbox target : targets) {
      gate.take(
          target,
          Optional.empty(),
          new ByteArrayInputStream(mail.bytes()),
          RequestContext.of(request).requestId());
    }
    signature.remember(given);
    return ResponseEntity.accepted().body(Map.of("status", "accepted"));
  }

  private Address shown(Mailbox mailbox) {
    return new Address(gate.addressOf(mailbox), settings.space());
  }
}
