package dev.tocsin.alert;

/**
 * One alert object as the store knows it.
 *
 * @param uid of this very object: another one of the same name has another
 * @param version grows with every write; an update is refused when it is not the newest
 */
public record AlertRef(String namespace, AlertName name, String uid, String version) {

  boolean isSameObject(AlertRef other) {
    return uid.equals(other.uid);
  }

  /** Versions are decimal numbers without leading zeros, of any length. */
  boolean isNewerThan(AlertRef other) {
    int longer = Integer.compare(version.length(), other.version.length());
    return longer != 0 ? longer > 0 : version.compareTo(other.version) > 0;
  }
}
