package io.hypnos.api.mnemoverse;

import io.hypnos.api.mnemoverse.RoomViews.InviteItem;
import io.hypnos.api.mnemoverse.RoomViews.JoinedRoom;
import io.hypnos.api.mnemoverse.RoomViews.NewInvite;
import io.hypnos.api.mnemoverse.RoomViews.NewRoom;
import io.hypnos.api.mnemoverse.RoomViews.RoomItem;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.room.Rooms;
import io.hypnos.engine.tenancy.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Rooms that tenants share. */
@RestController
final class RoomRoutes {
  private static final String ROOMS = "/api/v1/memory/rooms";
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_DESCRIPTION = 2_000;
  private static final int LONGEST_CODE = 200;
  private static final int MOST_DAYS = 90;
  private static final int DEFAULT_DAYS = 7;
  private static final int MOST_USES = 1_000;
  private static final List<String> SCOPES = List.of("read", "read_write");

  private final Rooms rooms;

  RoomRoutes(Engine engine) {
    this.rooms = engine.knowledge().rooms();
  }

  @PostMapping(ROOMS)
  @Requires(Right.WRITE)
  NewRoom create(Caller caller, JsonFields body) {
    String name = body.requiredText("name", 1, LONGEST_NAME);
    if (!name.isEmpty() && name.isBlank()) {
      body.reject("name", "String should hold more than white space", "value_error");
    }
    String description = body.text("description", 0, LONGEST_DESCRIPTION).orElse("");
    body.refuseUnknown();
    body.check();
    return NewRoom.of(rooms.create(caller, name, description));
  }

  @GetMapping(ROOMS)
  @Requires(Right.READ)
  List<RoomItem> list(Caller caller) {
    return rooms.list(caller.tenantId()).stream().map(RoomItem::of).toList();
  }

  @PostMapping(ROOMS + "/{roomId}/invites")
  @Requires(Right.WRITE)
  NewInvite invite(
      HttpServletRequest http, Caller caller, @PathVariable String roomId, JsonFields body) {
    boolean mayWrite = body.word("scope", SCOPES).map("read_write"::equals).orElse(true);
    int days = body.integer("expires_in_days", 1, MOST_DAYS).orElse(DEFAULT_DAYS);
    int uses = body.integer("max_uses", 1, MOST_USES).orElse(1);
    body.refuseUnknown();
    body.check();
    return NewInvite.of(
        rooms.invite(caller, roomId, mayWrite, Duration.ofDays(days), uses), joinUrl(http));
  }

  @GetMapping(ROOMS + "/{roomId}/invites")
  @Requires(Right.READ)
  List<InviteItem> invites(Caller caller, @PathVariable String roomId) {
    return rooms.invites(caller, roomId).stream().map(InviteItem::of).toList();
  }

  @PostMapping(ROOMS + "/join")
  @Requires(Right.WRITE)
  JoinedRoom join(Caller caller, JsonFields body) {
    String code = body.requiredText("code", 1, LONGEST_CODE);
    body.refuseUnknown();
    body.check();
    return JoinedRoom.of(rooms.join(caller, code.strip()));
  }

  /** As the caller reaches this server, so that others who do can follow it. */
  private static String joinUrl(HttpServletRequest http) {
    String host = http.getHeader("Host");
    return http.getScheme() + "://" + (host == null ? "localhost" : host) + ROOMS + "/join?code=";
  }
}
