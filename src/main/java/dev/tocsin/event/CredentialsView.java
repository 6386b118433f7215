package dev.tocsin.event;

import java.util.List;

/**
 * A view over one {@code tetragon.ProcessCredentials}. Ids that are absent read as 0; {@link
 * #present} distinguishes root from unknown.
 */
public final class CredentialsView extends SubView {
  private static final int UID = 0;
  private static final int GID = 1;
  private static final int EUID = 2;
  private static final int EGID = 3;
  private static final int SUID = 4;
  private static final int SGID = 5;
  private static final int FSUID = 6;
  private static final int FSGID = 7;
  private static final int SECUREBITS = 8;
  private static final int CAPS = 9;
  private static final int USER_NS = 10;
  static final Layout LAYOUT =
      new Layout()
          .content(UID, 1)
          .content(GID, 2)
          .content(EUID, 3)
          .content(EGID, 4)
          .content(SUID, 5)
          .content(SGID, 6)
          .content(FSUID, 7)
          .content(FSGID, 8)
          .repeated(SECUREBITS, 9)
          .content(CAPS, 10)
          .content(USER_NS, 11);

  private final CapabilitiesView capabilities = new CapabilitiesView();
  private final UserNamespaceView userNamespace = new UserNamespaceView();

  CredentialsView() {
    super(LAYOUT);
  }

  public long uid() {
    return fields.wrappedUnsigned(UID);
  }

  public long gid() {
    return fields.wrappedUnsigned(GID);
  }

  public long euid() {
    return fields.wrappedUnsigned(EUID);
  }

  public long egid() {
    return fields.wrappedUnsigned(EGID);
  }

  public long suid() {
    return fields.wrappedUnsigned(SUID);
  }

  public long sgid() {
    return fields.wrappedUnsigned(SGID);
  }

  public long fsuid() {
    return fields.wrappedUnsigned(FSUID);
  }

  public long fsgid() {
    return fields.wrappedUnsigned(FSGID);
  }

  /** Names such as {@code SecBitNoRoot}. */
  public List<String> securebits() {
    return fields.names(SECUREBITS, EnumNames.SECURE_BITS);
  }

  public CapabilitiesView capabilities() {
    capabilities.follow(fields, CAPS);
    return capabilities;
  }

  public UserNamespaceView userNamespace() {
    userNamespace.follow(fields, USER_NS);
    return userNamespace;
  }
}
