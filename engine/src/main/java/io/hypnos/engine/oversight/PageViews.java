package io.hypnos.engine.oversight;

import io.hypnos.engine.database.Database;
import java.sql.Date;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/** Counts looks at pages. Neither who looked nor from where is kept. */
public final class PageViews {
  /** Whoever makes paths up must not fill the table. */
  private static final int MOST_A_DAY = 10_000;

  private static final int LONGEST_PATH = 512;
  private static final int LONGEST_REFERRER = 256;
  private static final int DAYS_KEPT = 90;
  private static final int MOST_SHOWN = 50;

  private static final String AGAIN =
      """
      UPDATE page_view
      SET views = views + 1
      WHERE day = :day AND path = :path AND referrer = :referrer
      """;

  private static final String FIRST =
      """
      INSERT INTO page_view (day, path, referrer, views)
      VALUES (:day, :path, :referrer, 1)
      ON CONFLICT (day, path, referrer) DO UPDATE SET views = page_view.views + 1
      """;

  private static final String ROWS = "SELECT count(*) FROM page_view WHERE day = :day";

  private static final String FORGET = "DELETE FROM page_view WHERE day < :before";

  private static final String BY =
      """
      SELECT %1$s::text AS name, sum(views) AS views
      FROM page_view
      WHERE day > :after
      GROUP BY %1$s
      ORDER BY %2$s
      LIMIT :most
      """;

  private final Database database;
  private final Clock clock;
  private final AtomicReference<Rows> rows = new AtomicReference<>();

  /** What a day has so far, as this node knows it: counted once, then kept up. */
  private record Rows(LocalDate day, AtomicInteger count) {}

  public PageViews(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Views of the last days, by what they are grouped by.
   *
   * @param byDay oldest first
   */
  public record Counts(
      Map<String, Long> byDay, Map<String, Long> byPath, Map<String, Long> byReferrer) {}

  /** Counts one; what is no path is not counted. */
  public void count(String path, Optional<String> referrer) {
    boolean counts = path.startsWith("/") && path.length() <= LONGEST_PATH;
    String from = referrer.filter(each -> each.length() <= LONGEST_REFERRER).orElse("");
    if (counts) {
      LocalDate day = today();
      database.<Void>asSystem(
          handle -> {
            if (execute(handle, AGAIN, day, path, from) == 0) {
              AtomicInteger known = rows(handle, day);
              if (known.get() < MOST_A_DAY) {
                known.addAndGet(execute(handle, FIRST, day, path, from));
              }
            }
            return null;
          });
    }
  }

  private static int execute(
      Handle handle, String sql, LocalDate day, String path, String referrer) {
    return handle
        .createUpdate(sql)
        .bind("day", Date.valueOf(day))
        .bind("path", path)
        .bind("referrer", referrer)
        .execute();
  }

  private AtomicInteger rows(Handle handle, LocalDate day) {
    Rows known = rows.get();
    if (known == null || !known.day().equals(day)) {
      int counted =
          handle.createQuery(ROWS).bind("day", Date.valueOf(day)).mapTo(Integer.class).one();
      known = new Rows(day, new AtomicInteger(counted));
      rows.set(known);
    }
    return known.count();
  }

  public Counts counts(int days) {
    return new Counts(
        by("day", "day", days), by("path", "views DESC, name", days), byReferrer(days));
  }

  private Map<String, Long> byReferrer(int days) {
    Map<String, Long> all = by("referrer", "views DESC, name", days);
    all.remove("");
    return all;
  }

  private Map<String, Long> by(String column, String order, int days) {
    Map<String, Long> counts = new LinkedHashMap<>();
    database.<Void>asSystem(
        handle -> {
          handle
              .createQuery(BY.formatted(column, order))
              .bind("after", Date.valueOf(today().minusDays(days)))
              .bind("most", MOST_SHOWN)
              .map((row, context) -> Map.entry(row.getString("name"), row.getLong("views")))
              .forEach(each -> counts.put(each.getKey(), each.getValue()));
          return null;
        });
    return counts;
  }

  /** Removes old counts; says that there is no more to do. */
  public boolean forgetOld() {
    database.<Integer>asSystem(
        handle ->
            handle
                .createUpdate(FORGET)
                .bind("before", Date.valueOf(today().minusDays(DAYS_KEPT)))
                .execute());
    return false;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
