package io.hypnos.engine.visibility;

/** Which memories beside the live ones are shown. Forgotten ones never are. */
public record History(boolean archived, boolean superseded, boolean consolidated, boolean expired) {
  public static final History NONE = new History(false, false, false, false);
  public static final History ALL = new History(true, true, true, true);

  public History withArchived(boolean other) {
    return new History(other, superseded, consolidated, expired);
  }

  public History withSuperseded(boolean other) {
    return new History(archived, other, consolidated, expired);
  }

  public History withConsolidated(boolean other) {
    return new History(archived, superseded, other, expired);
  }
}
