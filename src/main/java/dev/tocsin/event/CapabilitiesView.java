package dev.tocsin.event;

import java.util.List;

/** A view over one {@code tetragon.Capabilities}: names such as {@code CAP_SYS_ADMIN}. */
public final class CapabilitiesView extends SubView {
  static final int PERMITTED = 0;
  static final int EFFECTIVE = 1;
  static final int INHERITABLE = 2;
  static final Layout LAYOUT =
      new Layout().repeated(PERMITTED, 1).repeated(EFFECTIVE, 2).repeated(INHERITABLE, 3);

  CapabilitiesView() {
    super(LAYOUT);
  }

  public List<String> permitted() {
    return fields.names(PERMITTED, EnumNames.CAPABILITY);
  }

  /** Note that Tetragon writes {@code DAC_OVERRIDE} without its prefix. */
  public List<String> effective() {
    return fields.names(EFFECTIVE, EnumNames.CAPABILITY);
  }

  public List<String> inheritable() {
    return fields.names(INHERITABLE, EnumNames.CAPABILITY);
  }
}
