package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Hooks of which one must be in place: what the policy asks for can be seen by any of them. */
@ApiObject
public record HookRequirement(
    @JsonPropertyDescription(
            "Equivalent hooks, of which one is enough: kernel functions (fd_install, "
                + "sys_mount), LSM hooks (lsm/file_open), tracepoints "
                + "(sched/sched_process_exit).")
        @Required
        @Size(min = 1, max = 16)
        List<@Size(min = 1, max = Limits.NAME) @Pattern(HookRequirement.HOOK) String> anyOf,
    @JsonPropertyDescription(
            "File paths that the hook's selectors must let through. Checked by tocsin "
                + "lint against the tracing policies, because an agent does not report its "
                + "selectors.")
        @Size(max = Limits.ENTRIES)
        List<@Size(min = 1, max = Limits.PATH) @Pattern("^/") String> paths) {
  static final String HOOK = "^[A-Za-z0-9_.]+(/[A-Za-z0-9_.]+)?$";

  public HookRequirement {
    anyOf = Absent.list(anyOf);
    paths = Absent.list(paths);
  }
}
