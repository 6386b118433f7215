package dev.tocsin.language;

import com.google.common.collect.ImmutableList;
import dev.tocsin.command.Command;
import dev.tocsin.command.CommandLine;
import dev.tocsin.command.NormalPath;
import dev.tocsin.command.ShellText;
import dev.tocsin.event.BinaryView;
import dev.tocsin.event.CapabilitiesView;
import dev.tocsin.event.CredentialsView;
import dev.tocsin.event.NamespaceType;
import dev.tocsin.event.NamespacesView;
import dev.tocsin.event.PodView;
import dev.tocsin.event.ProcessView;
import dev.tocsin.event.UserNamespaceView;

/**
 * A process and its parts, under the names of Tetragon's messages, so that an expression written
 * for Tetragon reads the same here; {@code name} and {@code command_line} are ours.
 */
final class ProcessSchema {
  private ProcessSchema() {}

  private static final StructSchema<ProcessView> USER =
      StructSchema.<ProcessView>named("tocsin.User")
          .presentIf(process -> !process.userName().isEmpty())
          .text("name", ProcessView::userName)
          .build();

  static final StructSchema<CapabilitiesView> CAPABILITIES =
      StructSchema.<CapabilitiesView>named("tocsin.Capabilities")
          .presentIf(CapabilitiesView::present)
          .texts("permitted", CapabilitiesView::permitted)
          .texts("effective", CapabilitiesView::effective)
          .texts("inheritable", CapabilitiesView::inheritable)
          .build();

  /** One of the namespaces of a process. */
  private record Namespace(NamespacesView all, NamespaceType type) {}

  private static final StructSchema<Namespace> NAMESPACE =
      StructSchema.<Namespace>named("tocsin.Namespace")
          .presentIf(namespace -> namespace.all().has(namespace.type()))
          .number("inum", namespace -> namespace.all().inum(namespace.type()))
          .flag("is_host", namespace -> namespace.all().isHost(namespace.type()))
          .build();

  private static final StructSchema<NamespacesView> NAMESPACES = namespaces();

  private static StructSchema<NamespacesView> namespaces() {
    StructSchema.Builder<NamespacesView> schema =
        StructSchema.<NamespacesView>named("tocsin.Namespaces").presentIf(NamespacesView::present);
    for (NamespaceType type : NamespaceType.values()) {
      schema.message(type.fieldName(), NAMESPACE, all -> new Namespace(all, type));
    }
    return schema.build();
  }

  private static final StructSchema<UserNamespaceView> NAMESPACE_OF_USERS =
      StructSchema.<UserNamespaceView>named("tocsin.NamespaceOfUsers")
          .number("inum", UserNamespaceView::inum)
          .flag("is_host", UserNamespaceView::isHost)
          .build();

  static final StructSchema<UserNamespaceView> USER_NAMESPACE =
      StructSchema.<UserNamespaceView>named("tocsin.UserNamespace")
          .presentIf(UserNamespaceView::present)
          .number("level", UserNamespaceView::level)
          .number("uid", UserNamespaceView::uid)
          .number("gid", UserNamespaceView::gid)
          .message("ns", NAMESPACE_OF_USERS, namespace -> namespace)
          .build();

  static final StructSchema<CredentialsView> CREDENTIALS =
      StructSchema.<CredentialsView>named("tocsin.ProcessCredentials")
          .presentIf(CredentialsView::present)
          .number("uid", CredentialsView::uid)
          .number("gid", CredentialsView::gid)
          .number("euid", CredentialsView::euid)
          .number("egid", CredentialsView::egid)
          .number("suid", CredentialsView::suid)
          .number("sgid", CredentialsView::sgid)
          .number("fsuid", CredentialsView::fsuid)
          .number("fsgid", CredentialsView::fsgid)
          .texts("securebits", CredentialsView::securebits)
          .message("caps", CAPABILITIES, CredentialsView::capabilities)
          .message("user_ns", USER_NAMESPACE, CredentialsView::userNamespace)
          .build();

  private static final StructSchema<BinaryView> INODE =
      StructSchema.<BinaryView>named("tocsin.Inode")
          .presentIf(BinaryView::hasFile)
          .number("number", BinaryView::inode)
          .number("links", BinaryView::links, BinaryView::hasLinks)
          .build();

  private static final StructSchema<BinaryView> BINARY_FILE =
      StructSchema.<BinaryView>named("tocsin.BinaryFile")
          .presentIf(BinaryView::hasFile)
          .text("path", BinaryView::path)
          .message("inode", INODE, binary -> binary)
          .build();

  private static final StructSchema<BinaryView> BINARY =
      StructSchema.<BinaryView>named("tocsin.BinaryProperties")
          .presentIf(BinaryView::present)
          .number("setuid", BinaryView::setuid, BinaryView::hasSetuid)
          .number("setgid", BinaryView::setgid, BinaryView::hasSetgid)
          .texts("privileges_changed", BinaryView::privilegesChanged)
          .message("file", BINARY_FILE, binary -> binary)
          .build();

  private static final StructSchema<ProcessView.EnvironmentVariable> ENVIRONMENT_VARIABLE =
      StructSchema.<ProcessView.EnvironmentVariable>named("tocsin.EnvironmentVariable")
          .text("key", ProcessView.EnvironmentVariable::key)
          .text("value", ProcessView.EnvironmentVariable::value)
          .build();

  private static final StructSchema<PodView> AGENT_IMAGE =
      StructSchema.<PodView>named("tocsin.AgentImage")
          .text("id", PodView::imageId)
          .text("name", PodView::image)
          .build();

  private static final StructSchema<PodView> SECURITY_CONTEXT =
      StructSchema.<PodView>named("tocsin.SecurityContext")
          .flag("privileged", PodView::privileged)
          .build();

  private static final StructSchema<PodView> AGENT_CONTAINER =
      StructSchema.<PodView>named("tocsin.AgentContainer")
          .presentIf(pod -> !pod.containerId().isEmpty())
          .text("id", PodView::containerId)
          .text("name", PodView::containerName)
          .message("image", AGENT_IMAGE, pod -> pod)
          .time("start_time", PodView::containerStartTimeNanos)
          .flag("maybe_exec_probe", PodView::maybeExecProbe)
          .message("security_context", SECURITY_CONTEXT, pod -> pod)
          .build();

  /** What the agent knew of the pod; the live pod is the variable {@code pod}. */
  private static final StructSchema<PodView> AGENT_POD =
      StructSchema.<PodView>named("tocsin.AgentPod")
          .presentIf(PodView::present)
          .text("namespace", PodView::namespace)
          .text("name", PodView::name)
          .text("uid", PodView::uid)
          .message("container", AGENT_CONTAINER, pod -> pod)
          .labels("pod_labels", PodView::labels)
          .labels("pod_annotations", PodView::annotations)
          .text("workload", PodView::workload)
          .text("workload_kind", PodView::workloadKind)
          .build();

  static final StructSchema<Command> PROGRAM =
      StructSchema.<Command>named("tocsin.Program")
          .text("name", Command::name)
          .text("path", Command::path)
          .texts("args", Command::arguments)
          .texts("operands", program -> program.options().operands())
          .texts("paths", Command::paths)
          .texts("reads", Command::reads)
          .texts("writes", Command::writes)
          .flag("is_shell", Command::isShell)
          .flag("is_interpreter", Command::isInterpreter)
          .text("code", Command::code)
          .text("script", Command::script)
          .flag("runs_input", Command::runsInput)
          .build();

  static final StructSchema<ShellText> SHELL =
      StructSchema.<ShellText>named("tocsin.ShellText")
          .presentIf(shell -> !shell.commands().isEmpty())
          .flag("complete", ShellText::isComplete)
          .messages(
              "commands",
              PROGRAM,
              shell -> shell.commands().stream().map(CommandLine::effective).toList())
          .build();

  static final StructSchema<ProcessView> PROCESS =
      StructSchema.<ProcessView>named("tocsin.Process")
          .presentIf(ProcessView::present)
          .text("exec_id", ProcessView::execId, ProcessView::execId)
          .text("parent_exec_id", ProcessView::parentExecId)
          .number("pid", ProcessView::pid)
          .number("tid", ProcessView::tid)
          .number("uid", ProcessView::uid, ProcessView::hasUid)
          .number("auid", ProcessView::auid)
          .text("cwd", ProcessView::cwd, ProcessView::cwd)
          .text("binary", ProcessView::binary, ProcessView::binary)
          .text("name", ProcessView::name, ProcessView::name)
          .text("arguments", ProcessView::arguments, ProcessView::arguments)
          .text("command_line", ProcessView::commandLine, ProcessView::commandLine)
          .texts("argv", ProcessView::argv)
          .text("path", ProcessView::path)
          .flag("disguised_path", process -> NormalPath.isOdd(process.binary()))
          .message("program", PROGRAM, process -> process.command().effective())
          .messages("programs", PROGRAM, process -> process.command().chain())
          .messages("commands", PROGRAM, process -> process.command().commands())
          .message("shell", SHELL, process -> process.command().shell())
          .text("flags", ProcessView::flags, ProcessView::flags)
          .time("start_time", ProcessView::startTimeNanos)
          .text("docker", ProcessView::docker, ProcessView::docker)
          .flag("in_init_tree", ProcessView::inInitTree)
          .message("user", USER, process -> process)
          .message("cap", CAPABILITIES, ProcessView::capabilities)
          .message("ns", NAMESPACES, ProcessView::namespaces)
          .message("process_credentials", CREDENTIALS, ProcessView::credentials)
          .message("binary_properties", BINARY, ProcessView::binaryProperties)
          .messages("environment_variables", ENVIRONMENT_VARIABLE, ProcessView::environment)
          .message("pod", AGENT_POD, ProcessView::pod)
          .build();

  static final ImmutableList<StructSchema<?>> TYPES =
      ImmutableList.of(
          USER,
          CAPABILITIES,
          NAMESPACE,
          NAMESPACES,
          NAMESPACE_OF_USERS,
          USER_NAMESPACE,
          CREDENTIALS,
          INODE,
          BINARY_FILE,
          BINARY,
          ENVIRONMENT_VARIABLE,
          AGENT_IMAGE,
          SECURITY_CONTEXT,
          AGENT_CONTAINER,
          AGENT_POD,
          PROGRAM,
          SHELL,
          PROCESS);
}
