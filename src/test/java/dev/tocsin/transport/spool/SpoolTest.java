package dev.tocsin.transport.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Match;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.transport.proto.Entry;
import dev.tocsin.transport.spool.SpoolCounters.Shed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpoolTest {
  private static final long BOUND = 256 << 10;

  @TempDir private Path folder;
  private final Findings findings = new Findings(InstantSource.system());
  private final List<Spool> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Spool::close);
  }

  @Test
  void keepsWhatIsAppendedInItsOrder() throws Exception {
    Spool spool = open();

    List<String> ids = append(spool, 100);

    assertThat(idsIn(spool)).isEqualTo(ids);
    assertThat(sequencesIn(spool)).isSorted().doesNotHaveDuplicates();
    assertThat(spool.state()).isEqualTo(new SpoolState(true, ""));
  }

  @Test
  void keepsMatchesAndFindingsInOneSequence() throws Exception {
    Spool spool = open();
    long first = spool.append(Reported.once(findings.finding("a")));
    long second =
        spool.append(new Match(findings.finding("b"), List.of("x"), List.of("value", "other")));
    spool.awaitWritten(second);

    assertThat(second).isGreaterThan(first);
    Entry match = spool.next(first).orElseThrow().entry();
    assertThat(match.getSequence()).isEqualTo(second);
    assertThat(match.getMatch().getValuesList()).containsExactly("value", "other");
  }

  @Test
  void findsWhatTheProcessBeforeLeft() throws Exception {
    Spool before = open();
    List<String> ids = append(before, 50);
    List<Long> sequences = sequencesIn(before);
    before.done(sequences.get(10), sequences.get(29));
    before.close();

    Spool after = open();

    List<String> left = new ArrayList<>(ids.subList(0, 10));
    left.addAll(ids.subList(30, 50));
    assertThat(idsIn(after)).isEqualTo(left);
    assertThat(after.identity()).isEqualTo(before.identity());
    assertThat(after.counters().recovered()).isEqualTo(30);
  }

  /** Command lines of everybody on the node are in it. */
  @Test
  void nobodyElseReadsWhatIsKeptNorWhatAnEarlierVersionKept() throws Exception {
    Spool before = open(InstantSource.system(), FileChannel::open);
    append(before, 1);
    before.close();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-r--r--"));
      }
    }

    Spool after = Spool.open(SpoolSettings.inDirectory(folder, BOUND), InstantSource.system());
    opened.add(after);
    append(after, 1);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files)
          .hasSizeGreaterThan(2)
          .allSatisfy(
              each ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void sequencesNeverGoBackEvenWhenTheClockDoes() throws Exception {
    long last = 0;
    for (int run = 0; run < 3; run++) {
      Instant time = Instant.parse("2026-11-24T12:00:00Z").minus(Duration.ofDays(run));
      Spool spool = open(InstantSource.fixed(time), FileChannel::open);
      long sequence = spool.append(Reported.once(findings.finding("a")));
      assertThat(sequence).isGreaterThan(last);
      last = sequence;
      spool.done(0, sequence);
      spool.close();
    }
  }

  @Test
  void anEntryIsToBeSeenOnlyOnceItIsWritten() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    Spool spool = open(InstantSource.system(), disk);
    disk.block();
    long sequence = spool.append(Reported.once(findings.finding("a")));
    assertThat(spool.next(0)).isEmpty();

    disk.unblock();

    assertThat(spool.awaitWritten(sequence)).isTrue();
    assertThat(spool.next(0)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    // there,          comes,    goes
    "INFO LOW HIGH,    HIGH,     INFO",
    "LOW INFO HIGH,    HIGH,     INFO",
    "HIGH MEDIUM HIGH, CRITICAL, MEDIUM",
    "HIGH HIGH HIGH,   HIGH,     first",
    "HIGH HIGH HIGH,   CRITICAL, first",
    "HIGH HIGH HIGH,   MEDIUM,   coming",
    "HIGH LOW HIGH,    MEDIUM,   LOW",
    "HIGH LOW HIGH,    LOW,      LOW",
    "CRITICAL CRITICAL HIGH, LOW, coming",
  })
  void theLeastSevereGoesFirst(String there, Severity comes, String goes) throws Exception {
    // two of each, and of the most severe as many as there is room for
    Spool spool = openInMemory(64 << 10);
    findings.arguments = "x".repeat(7 << 10);
    List<String> before = new ArrayList<>();
    for (String severity : there.split(" ")) {
      for (int i = 0; i < 2; i++) {
        before.add(append(spool, Severity.valueOf(severity)));
      }
    }
    while (spool.counters().bytes() + (7 << 10) + 512 < 64 << 10) {
      append(spool, Severity.CRITICAL);
    }
    List<String> full = idsIn(spool);

    String coming = append(spool, comes);

    List<String> expected = new ArrayList<>(full);
    if (goes.equals("coming")) {
      assertThat(spool.counters().shed()).containsOnlyKeys(shed(comes));
    } else {
      int index = goes.equals("first") ? 0 : 2 * List.of(there.split(" ")).indexOf(goes);
      expected.remove(before.get(index));
      expected.add(coming);
      Severity gone = Severity.valueOf(there.split(" ")[index / 2]);
      assertThat(spool.counters().shed()).isEqualTo(Map.of(shed(gone), 1L));
    }
    assertThat(idsIn(spool)).isEqualTo(expected);
  }

  @Test
  void aPodThatFloodsDisplacesNothingOfOthers() throws Exception {
    Spool spool = openInMemory(64 << 10);
    findings.severity = Severity.LOW;
    List<String> others = new ArrayList<>();
    for (String namespace : List.of("shop", "bank", "")) {
      findings.namespace = namespace;
      others.add(append(spool, "innocent"));
    }

    findings.namespace = "shop";
    findings.severity = Severity.CRITICAL;
    List<String> flood = flood(spool, "flood");

    assertThat(idsIn(spool)).containsAll(others).contains(flood.getLast());
    assertThat(spool.counters().shed()).containsOnlyKeys(shed(Severity.CRITICAL));
  }

  @Test
  void aTenantsPolicyDisplacesNothingOfTheClustersNorOfOtherTenants() throws Exception {
    Spool spool = openInMemory(64 << 10);
    findings.severity = Severity.LOW;
    List<String> others = new ArrayList<>(List.of(append(spool, "web"), append(spool, "web-2")));
    tenant("bank");
    others.add(append(spool, "till"));

    tenant("shop");
    findings.severity = Severity.CRITICAL;
    flood(spool, "web");

    assertThat(idsIn(spool)).containsAll(others);
  }

  @Test
  void nothingOfTheClustersDisplacesATenantsQuarter() throws Exception {
    Spool spool = openInMemory(64 << 10);
    tenant("bank");
    String tenants = append(spool, "till");
    findings.scope = "";
    findings.severity = Severity.CRITICAL;
    for (int pod = 0; pod < 20; pod++) {
      findings.namespace = "shop-" + pod;
      flood(spool, "web");
    }

    assertThat(idsIn(spool)).contains(tenants);
  }

  @Test
  void whoseAnEntryIsIsKnownToTheNextProcess() throws Exception {
    Spool before = open();
    tenant("shop");
    findings.severity = Severity.CRITICAL;
    flood(before, "web");
    before.close();

    Spool after = open();
    findings.scope = "";
    findings.severity = Severity.LOW;
    findings.arguments = "x".repeat(2_000);
    List<String> clusters = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      clusters.add(append(after, "web"));
    }

    // what is not written is not shown yet
    await().untilAsserted(() -> assertThat(idsIn(after)).containsAll(clusters));
  }

  /** From here on, findings are of a policy of that namespace. */
  private void tenant(String namespace) {
    findings.namespace = namespace;
    findings.scope = namespace;
  }

  /** Appends much more than there is room for. */
  private List<String> flood(Spool spool, String pod) {
    List<String> ids = new ArrayList<>();
    findings.arguments = "x".repeat(2_000);
    for (int i = 0; i < 200; i++) {
      ids.add(append(spool, pod));
    }
    findings.arguments = "";
    return ids;
  }

  private static Shed shed(Severity severity) {
    return new Shed("tocsin-system/shell-in-pod", severity);
  }

  @Test
  void anEntryWhoseStubIsTooLargeIsShedAndCounted() {
    Spool spool = open();
    Match match = new Match(findings.finding("a"), List.of(), List.of("x".repeat((int) BOUND / 8)));

    assertThat(spool.append(match)).isZero();
    assertThat(spool.counters().shed()).isEqualTo(Map.of(shed(Severity.HIGH), 1L));
  }

  @Test
  void filesStayWithinTwiceTheBoundWhateverComesAndGoes() throws Exception {
    Spool spool = open();
    Random random = new Random(1);
    long most = 0;
    List<Long> there = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      findings.arguments = "x".repeat(random.nextInt(2000));
      findings.severity = Severity.values()[random.nextInt(5)];
      there.add(spool.append(Reported.once(findings.finding("a"))));
      if (random.nextInt(3) == 0) {
        long sequence = there.remove(random.nextInt(there.size()));
        spool.done(sequence, sequence);
      }
      if (i % 100 == 0) {
        spool.awaitWritten(there.getLast());
        most = Math.max(most, bytesInFiles());
      }
    }
    assertThat(most).isGreaterThan(BOUND).isLessThanOrEqualTo(2 * BOUND);
    assertThat(spool.counters().bytes()).isLessThanOrEqualTo(BOUND);

    spool.awaitWritten(Collections.max(there)); // what is not written is not shown yet
    List<String> ids = idsIn(spool);
    spool.close();
    assertThat(idsIn(open())).isEqualTo(ids);
  }

  @Test
  void filesShrinkWhenAllIsDone() throws Exception {
    Spool spool = open();
    append(spool, 500);
    spool.done(0, Long.MAX_VALUE);
    append(spool, 1);
    spool.done(0, Long.MAX_VALUE);

    await().until(() -> bytesInFiles() <= BOUND / 8 + 4096);
  }

  @Test
  void aFileThatIsDamagedIsSetAsideAndWhatCanBeReadIsKept() throws Exception {
    Spool before = open();
    List<String> ids = append(before, 20);
    before.close();
    Path segment = segments().getFirst();
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);

    Spool after = open();

    List<String> left = idsIn(after);
    assertThat(left).hasSizeBetween(8, 10).isEqualTo(ids.subList(0, left.size()));
    assertThat(after.counters().damaged()).isEqualTo(1);
    assertThat(after.state().durable()).isTrue();
    assertThat(folder.resolve("damaged")).hasBinaryContent(bytes);
    after.close();
    assertThat(idsIn(open())).isEqualTo(left);
  }

  @Test
  void aFileThatIsCutShortLosesItsLastRecordOnly() throws Exception {
    Spool before = open();
    List<String> ids = append(before, 20);
    before.close();
    Path segment = segments().getFirst();
    try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 3);
    }

    Spool after = open();

    assertThat(idsIn(after)).isEqualTo(ids.subList(0, 19));
    assertThat(after.counters().damaged()).isZero();
  }

  @Test
  void withoutItsIdentityASpoolBeginsAnotherOneAndKeepsItsEntries() throws Exception {
    Spool before = open();
    List<String> ids = append(before, 5);
    before.close();
    Files.writeString(folder.resolve("identity"), "nonsense");

    Spool after = open();

    assertThat(after.identity()).isNotEqualTo(before.identity());
    assertThat(idsIn(after)).isEqualTo(ids);
  }

  @Test
  void aFullDiskIsSaidAndTriedAgain() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    Spool spool = open(InstantSource.system(), disk);
    List<String> ids = new ArrayList<>(append(spool, 50));
    disk.leave(700);

    ids.addAll(append(spool, 50));

    assertThat(spool.state().durable()).isFalse();
    assertThat(spool.state().problem())
        .isEqualTo(folder + " cannot be written to: java.io.IOException: No space left on device");
    assertThat(idsIn(spool)).isEqualTo(ids);

    List<Long> sequences = sequencesIn(spool);
    spool.done(sequences.get(40), sequences.get(59));
    ids.subList(40, 60).clear();
    disk.leave(Long.MAX_VALUE);

    await().until(() -> spool.state().durable());
    ids.addAll(append(spool, 5));
    assertThat(spool.counters().failures()).isPositive();
    spool.close();
    assertThat(idsIn(open())).isEqualTo(ids);
  }

  @Test
  void aDirectoryThatCannotBeWrittenToIsUsedOnceItCan() throws Exception {
    Spool before = open();
    List<String> ids = new ArrayList<>(append(before, 3));
    before.close();
    FaultyDisk disk = new FaultyDisk();
    disk.refuseToWrite(true);

    Spool spool = open(InstantSource.system(), disk);
    List<String> more = append(spool, 3);
    String inMemory = spool.identity();

    assertThat(spool.state().problem())
        .startsWith(folder + " cannot be written to: java.nio.file.AccessDeniedException");
    assertThat(idsIn(spool)).isEqualTo(more);

    disk.refuseToWrite(false);
    await().until(() -> spool.state().durable());

    ids.addAll(more);
    await().untilAsserted(() -> assertThat(idsIn(spool)).isEqualTo(ids));
    assertThat(spool.identity()).isEqualTo(before.identity()).isNotEqualTo(inMemory);
    spool.close();
    assertThat(idsIn(open())).isEqualTo(ids);
  }

  @Test
  void aDirectoryIsForOneSpoolAtATime() throws Exception {
    Spool first = open();
    List<String> ids = append(first, 3);

    Spool second = open();
    assertThat(second.state().problem()).contains("another spool of this process uses " + folder);

    first.close();
    await().until(() -> second.state().durable());
    assertThat(idsIn(second)).isEqualTo(ids);
  }

  @Test
  void withoutADirectoryItIsInMemory() throws Exception {
    Spool spool = openInMemory(BOUND);

    List<String> ids = append(spool, 10);

    assertThat(idsIn(spool)).isEqualTo(ids);
    assertThat(spool.state()).isEqualTo(new SpoolState(false, ""));
  }

  @Test
  void saysHowLongTheOldestEntryHasWaited() {
    Instant[] now = {Instant.parse("2026-11-24T12:00:00Z")};
    Spool spool = Spool.open(SpoolSettings.inMemory(BOUND), () -> now[0]);
    assertThat(spool.counters().oldest()).isZero();
    spool.append(Reported.once(findings.finding("a")));
    now[0] = now[0].plusSeconds(5);
    spool.append(Reported.once(findings.finding("b")));

    assertThat(spool.counters().oldest()).isEqualTo(Duration.ofSeconds(5));
  }

  private Spool open() {
    return open(InstantSource.system(), FileChannel::open);
  }

  private Spool open(InstantSource clock, ChannelOpener opener) {
    Spool spool =
        Spool.open(new SpoolSettings(folder, BOUND, Duration.ofMillis(20)), clock, opener);
    opened.add(spool);
    return spool;
  }

  private Spool openInMemory(long bytes) {
    return Spool.open(SpoolSettings.inMemory(bytes), InstantSource.system());
  }

  private List<String> append(Spool spool, int count) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    long last = 0;
    for (int i = 0; i < count; i++) {
      var finding = findings.finding("pod-" + i);
      ids.add(finding.id());
      last = spool.append(Reported.once(finding));
    }
    spool.awaitWritten(last);
    return ids;
  }

  private String append(Spool spool, Severity severity) {
    findings.severity = severity;
    return append(spool, "pod");
  }

  private String append(Spool spool, String pod) {
    var finding = findings.finding(pod);
    spool.append(Reported.once(finding));
    return finding.id();
  }

  private static List<Spool.Spooled> entriesIn(Spool spool) {
    return Stream.iterate(
            spool.next(0), Optional::isPresent, each -> spool.next(each.orElseThrow().sequence()))
        .map(Optional::orElseThrow)
        .toList();
  }

  private static List<String> idsIn(Spool spool) {
    return entriesIn(spool).stream().map(each -> each.entry().getFinding().getId()).toList();
  }

  private static List<Long> sequencesIn(Spool spool) {
    return entriesIn(spool).stream().map(Spool.Spooled::sequence).toList();
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(each -> each.getFileName().toString().startsWith("segment-")).toList();
    }
  }

  private long bytesInFiles() throws IOException {
    long bytes = 0;
    for (Path segment : segments()) {
      try {
        bytes += Files.size(segment);
      } catch (NoSuchFileException e) {
        // it has gone since it was listed
      }
    }
    return bytes;
  }
}
