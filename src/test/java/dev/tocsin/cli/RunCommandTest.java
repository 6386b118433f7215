package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunCommandTest {

  @Test
  void anAddressForSyslogThatIsNoneIsRefused() {
    Invocation run = Invocation.of("run", "--syslog", "5514");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("no address to listen for syslog: '5514'", "tcp://host:port");
  }

  @Test
  void helpSaysThatSendersOfSyslogAreNotAuthenticated() {
    assertThat(Invocation.of("run", "--help").out().replaceAll("\\s+", " "))
        .contains("--syslog=ADDRESS", "Senders are not authenticated");
  }
}
