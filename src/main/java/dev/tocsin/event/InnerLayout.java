package dev.tocsin.event;

/**
 * Where the fields of the inner event lie, for {@link EventKind}. They have other numbers in each
 * kind, and the same slots here, so that the view need not know the kind.
 */
final class InnerLayout {
  static final int PROCESS = 0;
  static final int PARENT = 1;
  static final int ANCESTORS = 2;

  /** {@code function_name}, or the subsystem of a tracepoint, or the provider of a USDT probe. */
  static final int FUNCTION = 3;

  /** The event of a tracepoint, the symbol of a uprobe, the name of a USDT probe. */
  static final int DETAIL = 4;

  static final int ARGUMENTS = 5;
  static final int RETURN = 6;
  static final int ACTION = 7;
  static final int POLICY = 8;
  static final int MESSAGE = 9;
  static final int TAGS = 10;

  /** The probed binary, or the loaded library. */
  static final int PATH = 11;

  static final int RETURN_ACTION = 12;
  static final int IMA_HASH = 13;
  static final int SIGNAL = 14;
  static final int STATUS = 15;
  static final int BUILD_ID = 16;
  static final int THROTTLE = 17;
  static final int CGROUP = 18;
  static final int SOURCE_IP = 19;
  static final int SOURCE_PORT = 20;
  static final int DESTINATION_IP = 21;
  static final int DESTINATION_PORT = 22;
  static final int PROTOCOL = 23;
  static final int EXIT_TIME = 24;

  private static final Layout PROCESS_AND_PARENT =
      new Layout().content(PROCESS, 1).content(PARENT, 2);

  static final Layout EXEC = PROCESS_AND_PARENT.repeated(ANCESTORS, 3);

  static final Layout EXIT =
      PROCESS_AND_PARENT
          .content(SIGNAL, 3)
          .number(STATUS, 4)
          .content(EXIT_TIME, 5)
          .repeated(ANCESTORS, 6);

  static final Layout KPROBE =
      PROCESS_AND_PARENT
          .content(FUNCTION, 3)
          .repeated(ARGUMENTS, 4)
          .content(RETURN, 5)
          .number(ACTION, 6)
          .content(POLICY, 8)
          .number(RETURN_ACTION, 9)
          .content(MESSAGE, 10)
          .repeated(TAGS, 11)
          .repeated(ANCESTORS, 13);

  static final Layout TRACEPOINT =
      PROCESS_AND_PARENT
          .content(FUNCTION, 4)
          .content(DETAIL, 5)
          .repeated(ARGUMENTS, 6)
          .content(POLICY, 7)
          .number(ACTION, 8)
          .content(MESSAGE, 9)
          .repeated(TAGS, 10)
          .repeated(ANCESTORS, 11);

  static final Layout UPROBE =
      PROCESS_AND_PARENT
          .content(PATH, 3)
          .content(DETAIL, 4)
          .content(POLICY, 5)
          .content(MESSAGE, 6)
          .repeated(ARGUMENTS, 7)
          .repeated(TAGS, 8)
          .repeated(ANCESTORS, 9)
          .number(ACTION, 12);

  static final Layout USDT =
      PROCESS_AND_PARENT
          .content(PATH, 3)
          .content(FUNCTION, 4)
          .content(DETAIL, 5)
          .content(POLICY, 6)
          .content(MESSAGE, 7)
          .repeated(ARGUMENTS, 8)
          .repeated(TAGS, 9)
          .repeated(ANCESTORS, 10)
          .number(ACTION, 11);

  static final Layout LSM =
      PROCESS_AND_PARENT
          .content(FUNCTION, 3)
          .content(POLICY, 5)
          .content(MESSAGE, 6)
          .repeated(ARGUMENTS, 7)
          .number(ACTION, 8)
          .repeated(TAGS, 9)
          .repeated(ANCESTORS, 10)
          .content(IMA_HASH, 11);

  static final Layout LOADER =
      new Layout()
          .content(PROCESS, 1)
          .content(PATH, 2)
          .content(BUILD_ID, 3)
          .content(PARENT, 4)
          .repeated(ANCESTORS, 5);

  static final Layout THROTTLED = new Layout().number(THROTTLE, 1).content(CGROUP, 2);

  static final Layout CONNECT =
      PROCESS_AND_PARENT
          .content(SOURCE_IP, 3)
          .number(SOURCE_PORT, 4)
          .content(DESTINATION_IP, 5)
          .number(DESTINATION_PORT, 6)
          .content(PROTOCOL, 8)
          .repeated(ANCESTORS, 10);

  /** Nothing is read of an event of an unknown kind. */
  static final Layout NOTHING = new Layout();

  private InnerLayout() {}
}
