package dev.tocsin.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the node's kernel has what Tetragon stands on. */
final class KernelExamination implements Examination {
  private static final String SUBJECT = "kernel";
  private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

  private final Path types;
  private final String release;

  /**
   * @param types where the kernel describes its types (BTF)
   * @param release as {@code uname -r} has it
   */
  KernelExamination(Path types, String release) {
    this.types = types;
    this.release = release;
  }

  @Override
  public List<Diagnosis> examine() {
    List<String> doubts = new ArrayList<>();
    String remedy = "";
    if (!Files.exists(types)) {
      doubts.add("it does not describe its types (no " + types + ")");
      remedy =
          "Tetragon needs a kernel with CONFIG_DEBUG_INFO_BTF=y, or a BTF file by its option"
              + " --btf; 'kubectl logs -n kube-system ds/tetragon -c tetragon' says whether it"
              + " started.";
    }
    if (isOlderThan(5, 11)) {
      doubts.add("before 5.11 there is no ring buffer, and before 5.3 no rate limit");
      remedy =
          remedy.isEmpty()
              ? "Expect more lost events under load: watch tocsin_events_lost_total, and raise"
                  + " Tetragon's --rb-size-total."
              : remedy;
    }
    String found = release + (doubts.isEmpty() ? ", with BTF" : ": " + String.join("; ", doubts));
    return List.of(
        doubts.isEmpty()
            ? Diagnosis.ok(SUBJECT, found)
            : Diagnosis.warning(SUBJECT, found, remedy));
  }

  private boolean isOlderThan(int major, int minor) {
    Matcher read = RELEASE.matcher(release);
    if (!read.matches()) {
      return false;
    }
    int first = Integer.parseInt(read.group(1));
    return first < major || (first == major && Integer.parseInt(read.group(2)) < minor);
  }
}
