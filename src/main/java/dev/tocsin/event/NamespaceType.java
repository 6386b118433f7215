package dev.tocsin.event;

import java.util.Locale;

/** The kinds of Linux namespaces, in the order of Tetragon's field numbers, which begin at 1. */
public enum NamespaceType {
  UTS,
  IPC,
  MNT,
  PID,
  PID_FOR_CHILDREN,
  NET,
  TIME,
  TIME_FOR_CHILDREN,
  CGROUP,
  USER;

  /** Tetragon's name: {@code pid_for_children}. */
  public String fieldName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
