package dev.tocsin;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets tests wait for a minute where they do not say how long. Awaitility's own ten seconds are a
 * guess about the machine: API servers and processes of their own take longer on two cores that
 * other tests use too. A wait still ends as soon as what it waits for is there.
 */
public final class PatientWaits implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }
}
