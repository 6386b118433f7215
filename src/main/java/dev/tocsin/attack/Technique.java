package dev.tocsin.attack;

import java.util.List;

/**
 * A technique or a part of one ({@code T1552.001}).
 *
 * @param tactics in CamelCase
 * @param state {@code deprecated}, {@code revoked} or {@code revoked T1562}; {@code ""} for one in
 *     force
 * @param inContainers whether it is in the Containers matrix
 */
public record Technique(
    String id, String name, List<String> tactics, String state, boolean inContainers) {

  /** The technique that took its place; {@code ""} when none did. */
  public String successor() {
    int blank = state.indexOf(' ');
    return blank < 0 ? "" : state.substring(blank + 1);
  }

  /** {@code T1552} of {@code T1552.001}; its own id when it is no part. */
  String parent() {
    int dot = id.indexOf('.');
    return dot < 0 ? id : id.substring(0, dot);
  }

  public boolean isPart() {
    return id.indexOf('.') >= 0;
  }
}
