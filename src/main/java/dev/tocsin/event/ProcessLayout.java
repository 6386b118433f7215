package dev.tocsin.event;

/** Where the fields of a {@code tetragon.Process} lie. */
final class ProcessLayout {
  static final int EXEC_ID = 0;
  static final int PID = 1;
  static final int UID = 2;
  static final int CWD = 3;
  static final int BINARY = 4;
  static final int ARGUMENTS = 5;
  static final int FLAGS = 6;
  static final int START_TIME = 7;
  static final int AUID = 8;
  static final int POD = 9;
  static final int DOCKER = 10;
  static final int PARENT_EXEC_ID = 11;
  static final int CAP = 12;
  static final int NS = 13;
  static final int TID = 14;
  static final int CREDENTIALS = 15;
  static final int BINARY_PROPERTIES = 16;
  static final int USER = 17;
  static final int IN_INIT_TREE = 18;
  static final int ENVIRONMENT = 19;

  static final Layout LAYOUT =
      new Layout()
          .content(EXEC_ID, 1)
          .content(PID, 2)
          .content(UID, 3)
          .content(CWD, 4)
          .content(BINARY, 5)
          .content(ARGUMENTS, 6)
          .content(FLAGS, 7)
          .content(START_TIME, 8)
          .content(AUID, 9)
          .content(POD, 10)
          .content(DOCKER, 11)
          .content(PARENT_EXEC_ID, 12)
          .content(CAP, 14)
          .content(NS, 15)
          .content(TID, 16)
          .content(CREDENTIALS, 17)
          .content(BINARY_PROPERTIES, 18)
          .content(USER, 19)
          .content(IN_INIT_TREE, 20)
          .repeated(ENVIRONMENT, 21);

  private static final int USER_NAME = 0;
  private static final Layout USER_LAYOUT = new Layout().content(USER_NAME, 1);

  private ProcessLayout() {}

  /** The name of the user of a process, {@code ""} when absent. */
  static String userName(Fields process) {
    Fields user = new Fields(USER_LAYOUT);
    process.wrapChild(USER, user);
    return user.text(USER_NAME);
  }
}
