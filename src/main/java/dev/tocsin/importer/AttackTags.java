package dev.tocsin.importer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Ascii;
import dev.tocsin.attack.AttackCatalog;
import dev.tocsin.attack.Technique;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Techniques and tactics of ATT&amp;CK that a rule names. A rule's tactics are not said per
 * technique: each technique gets those of them that it belongs to.
 */
public final class AttackTags {
  private static final int MOST = 16;

  private final AttackCatalog catalog;
  private final Set<String> techniques = new LinkedHashSet<>();
  private final Set<String> tactics = new LinkedHashSet<>();
  private final Set<String> unknown = new LinkedHashSet<>();

  public AttackTags(AttackCatalog catalog) {
    this.catalog = catalog;
  }

  /** Adds {@code T1059.004}, in any case. */
  public void technique(String id) {
    String upper = Ascii.toUpperCase(id);
    Technique known = catalog.technique(upper);
    if (known == null) {
      unknown.add(upper);
    } else if (known.state().isEmpty()) {
      techniques.add(upper);
    } else if (!known.successor().isEmpty()) {
      technique(known.successor());
    } else {
      unknown.add(upper);
    }
  }

  /** Adds a tactic by its name, {@code privilege-escalation}, or its id, {@code TA0004}. */
  public void tactic(String text) {
    catalog
        .tactic(text.replaceAll("[^A-Za-z0-9]", ""))
        .ifPresentOrElse(each -> tactics.add(each.key()), () -> unknown.add(text));
  }

  /** What the catalog does not have, or withdrew. */
  public List<String> unknown() {
    return List.copyOf(unknown);
  }

  /** As {@code spec.mitreAttack} has them. */
  public ArrayNode list() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (String id : techniques.stream().limit(MOST).toList()) {
      ObjectNode entry = list.addObject().put("technique", id);
      Technique known = catalog.technique(id);
      List<String> own =
          known == null
              ? List.of()
              : tactics.stream().filter(catalog.tacticsOf(known)::contains).toList();
      if (!own.isEmpty()) {
        ArrayNode named = entry.putArray("tactics");
        own.forEach(named::add);
      }
    }
    return list;
  }
}
