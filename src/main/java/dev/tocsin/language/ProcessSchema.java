package dev.tocsin.language;

import com.google.common.collect.ImmutableList;
import dev.tocsin.command.NormalPath;
import dev.tocsin.event.ProcessView;

/**
 * A process and its parts, under the names of Tetragon's messages, so that an expression written
 * for Tetragon reads the same here; {@code name} and {@code command_line} are ours.
 */
final class ProcessSchema {
  private ProcessSchema() {}

  private static final StructSchema<ProcessView> USER =
      StructSchema.<ProcessView>named("tocsin.User")
          .presentIf(process -> !process.userName().isEmpty())
          .field(
              "name",
              "Name of the user, where the agent looks user names up; else empty.",
              "{} == 'root'")
          .text(ProcessView::userName)
          .build();

  private static final StructSchema<ProcessView.EnvironmentVariable> ENVIRONMENT_VARIABLE =
      StructSchema.<ProcessView.EnvironmentVariable>named("tocsin.EnvironmentVariable")
          .field("key", "Name of the variable; names may repeat.", "{} == 'LD_PRELOAD'")
          .text(ProcessView.EnvironmentVariable::key)
          .field("value", "Value of the variable.", "{}.contains('/tmp/')")
          .text(ProcessView.EnvironmentVariable::value)
          .build();

  static final StructSchema<ProcessView> PROCESS =
      StructSchema.<ProcessView>named("tocsin.Process")
          .presentIf(ProcessView::present)
          .field("exec_id", "Id of this execution, unique in the cluster.", "{} != ''")
          .text(ProcessView::execId, ProcessView::execId)
          .field(
              "parent_exec_id",
              "The exec_id of the parent; of the same process where it ran another program before.",
              "{} != ''")
          .text(ProcessView::parentExecId)
          .field("pid", "Process id on the node.", "{} == 1")
          .number(ProcessView::pid)
          .field("tid", "Thread id on the node.", "{} != 0")
          .number(ProcessView::tid)
          .field("uid", "Effective user id.", "has({}) && {} == 0")
          .number(ProcessView::uid, ProcessView::hasUid)
          .field(
              "auid",
              "User who logged in, whoever the process runs as; 4294967295 when nobody did.",
              "{} == 4294967295")
          .number(ProcessView::auid)
          .field("cwd", "Working directory.", "{} == '/tmp'")
          .text(ProcessView::cwd, ProcessView::cwd)
          .field(
              "binary",
              "Executed file with its whole path, as the container sees it.",
              "{} == '/usr/bin/nsenter'")
          .text(ProcessView::binary, ProcessView::binary)
          .field("name", "Base name of binary.", "{} == 'nsenter'")
          .text(ProcessView::name, ProcessView::name)
          .field(
              "arguments",
              "All arguments in one text, joined by blanks; one with a blank in it stands in"
                  + " quotes.",
              "{}.contains('--privileged')")
          .text(ProcessView::arguments, ProcessView::arguments)
          .field(
              "command_line",
              "Name, blank, arguments without the agent's quotes around them.",
              "{}.contains('nc -e')")
          .text(ProcessView::commandLine, ProcessView::commandLine)
          .field("argv", "Arguments one by one, without the program's name.", "'-i' in {}")
          .texts(ProcessView::argv)
          .field(
              "path",
              "The binary in normal form: what the kernel runs for /tmp/../bin/sh.",
              "{} == '/usr/bin/nsenter'")
          .text(ProcessView::path)
          .field(
              "disguised_path",
              "Whether binary is written in another way than in normal form.",
              "{}")
          .flag(process -> NormalPath.isOdd(process.binary()))
          .field(
              "program",
              "Program that does the work, behind sudo, env, busybox and other wrappers.",
              "{}.name == 'nsenter'")
          .message(CommandSchema.PROGRAM, process -> process.command().effective())
          .field(
              "programs",
              "The executed program and those that it stands for, outermost first: sudo, env,"
                  + " curl.",
              "{}.exists(p, p.name == 'sudo')")
          .messages(CommandSchema.PROGRAM, process -> process.command().chain())
          .field(
              "commands",
              "All programs that the command line runs: programs, and those in the text of sh -c,"
                  + " su -c, eval.",
              "{}.exists(c, c.name == 'curl' && c.hasOption('-k'))")
          .messages(CommandSchema.PROGRAM, process -> process.command().commands())
          .field(
              "shell",
              "Text that a shell was given by -c, taken apart; absent where there is none.",
              "has({}.commands)")
          .message(CommandSchema.SHELL, process -> process.command().shell())
          .field(
              "flags",
              "How the agent saw the process: execve, clone, procFS and so on, with blanks"
                  + " between.",
              "{}.contains('procFS')")
          .text(ProcessView::flags, ProcessView::flags)
          .field("start_time", "When the process started.", "event.time - {} > duration('1h')")
          .time(ProcessView::startTimeNanos)
          .field(
              "docker",
              "First 31 digits of the container's id; empty for a process of the host.",
              "{} == ''")
          .text(ProcessView::docker, ProcessView::docker)
          .field(
              "in_init_tree",
              "Whether it descends from the container's first process, so was not brought in from"
                  + " outside; since Tetragon 1.3.",
              "!{}")
          .flag(ProcessView::inInitTree)
          .field(
              "user",
              "User of the process, where the agent looks user names up.",
              "{}.name == 'root'")
          .message(USER, process -> process)
          .field("cap", "Capabilities as they were at the exec.", "'CAP_SYS_ADMIN' in {}.effective")
          .message(PrivilegeSchema.CAPABILITIES, ProcessView::capabilities)
          .field("ns", "Linux namespaces of the process.", "{}.mnt.is_host")
          .message(PrivilegeSchema.NAMESPACES, ProcessView::namespaces)
          .field("process_credentials", "Credentials as they were at the exec.", "{}.euid == 0")
          .message(PrivilegeSchema.CREDENTIALS, ProcessView::credentials)
          .field(
              "binary_properties",
              "What is special about the executed file; only at an exec.",
              "has({}.setuid)")
          .message(PrivilegeSchema.BINARY, ProcessView::binaryProperties)
          .field(
              "environment_variables",
              "Environment, if the agent is configured to send it; since Tetragon 1.7.",
              "{}.exists(v, v.key == 'LD_PRELOAD')")
          .messages(ENVIRONMENT_VARIABLE, ProcessView::environment)
          .field(
              "pod",
              "What the agent knew of the pod; the live one is the variable pod.",
              "{}.namespace == 'shop'")
          .message(AgentPodSchema.AGENT_POD, ProcessView::pod)
          .build();

  static final ImmutableList<StructSchema<?>> TYPES =
      ImmutableList.<StructSchema<?>>builder()
          .add(USER, ENVIRONMENT_VARIABLE, PROCESS)
          .addAll(PrivilegeSchema.TYPES)
          .addAll(AgentPodSchema.TYPES)
          .addAll(CommandSchema.TYPES)
          .build();
}
