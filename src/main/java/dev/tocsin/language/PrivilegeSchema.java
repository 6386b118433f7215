package dev.tocsin.language;

import com.google.common.collect.ImmutableList;
import dev.tocsin.event.BinaryView;
import dev.tocsin.event.CapabilitiesView;
import dev.tocsin.event.CredentialsView;
import dev.tocsin.event.NamespaceType;
import dev.tocsin.event.NamespacesView;
import dev.tocsin.event.UserNamespaceView;

/** What a process may do, under the names of Tetragon's messages. */
final class PrivilegeSchema {
  private PrivilegeSchema() {}

  static final StructSchema<CapabilitiesView> CAPABILITIES =
      StructSchema.<CapabilitiesView>named("tocsin.Capabilities")
          .presentIf(CapabilitiesView::present)
          .field("permitted", "Capabilities that the process may take.", "'CAP_SYS_MODULE' in {}")
          .texts(CapabilitiesView::permitted)
          .field("effective", "Capabilities that the kernel checks.", "'CAP_SYS_ADMIN' in {}")
          .texts(CapabilitiesView::effective)
          .field(
              "inheritable",
              "Capabilities that a program it starts may keep.",
              "'CAP_NET_RAW' in {}")
          .texts(CapabilitiesView::inheritable)
          .build();

  /** One of the namespaces of a process. */
  private record Namespace(NamespacesView all, NamespaceType type) {}

  private static final StructSchema<Namespace> NAMESPACE =
      StructSchema.<Namespace>named("tocsin.Namespace")
          .presentIf(namespace -> namespace.all().has(namespace.type()))
          .field("inum", "Number of the namespace.", "{} == 4026531840")
          .number(namespace -> namespace.all().inum(namespace.type()))
          .field("is_host", "Whether it is the node's own namespace.", "{}")
          .flag(namespace -> namespace.all().isHost(namespace.type()))
          .build();

  static final StructSchema<NamespacesView> NAMESPACES = namespaces();

  private static StructSchema<NamespacesView> namespaces() {
    StructSchema.Builder<NamespacesView> schema =
        StructSchema.<NamespacesView>named("tocsin.Namespaces").presentIf(NamespacesView::present);
    for (NamespaceType type : NamespaceType.values()) {
      schema
          .field(type.fieldName(), meaning(type), "{}.is_host")
          .message(NAMESPACE, all -> new Namespace(all, type));
    }
    return schema.build();
  }

  private static String meaning(NamespaceType type) {
    return switch (type) {
      case UTS -> "Namespace of the host name.";
      case IPC -> "Namespace of message queues and shared memory.";
      case MNT -> "Namespace of mounts.";
      case PID -> "Namespace of processes.";
      case PID_FOR_CHILDREN -> "Namespace of processes that its children will be in.";
      case NET -> "Namespace of the network.";
      case TIME -> "Namespace of clocks.";
      case TIME_FOR_CHILDREN -> "Namespace of clocks that its children will be in.";
      case CGROUP -> "Namespace of control groups.";
      case USER -> "Namespace of users.";
    };
  }

  private static final StructSchema<UserNamespaceView> NAMESPACE_OF_USERS =
      StructSchema.<UserNamespaceView>named("tocsin.NamespaceOfUsers")
          .field("inum", "Number of the namespace.", "{} == 4026531837")
          .number(UserNamespaceView::inum)
          .field("is_host", "Whether it is the node's own namespace.", "{}")
          .flag(UserNamespaceView::isHost)
          .build();

  static final StructSchema<UserNamespaceView> USER_NAMESPACE =
      StructSchema.<UserNamespaceView>named("tocsin.UserNamespace")
          .presentIf(UserNamespaceView::present)
          .field("level", "How deep it lies below the first user namespace.", "{} > 0")
          .number(UserNamespaceView::level)
          .field("uid", "User that made it.", "{} == 0")
          .number(UserNamespaceView::uid)
          .field("gid", "Group that made it.", "{} == 0")
          .number(UserNamespaceView::gid)
          .field("ns", "The namespace itself.", "{}.is_host")
          .message(NAMESPACE_OF_USERS, namespace -> namespace)
          .build();

  static final StructSchema<CredentialsView> CREDENTIALS =
      StructSchema.<CredentialsView>named("tocsin.ProcessCredentials")
          .presentIf(CredentialsView::present)
          .field("uid", "Real user id.", "{} == 1000")
          .number(CredentialsView::uid)
          .field("gid", "Real group id.", "{} == 1000")
          .number(CredentialsView::gid)
          .field("euid", "Effective user id.", "{} == 0")
          .number(CredentialsView::euid)
          .field("egid", "Effective group id.", "{} == 0")
          .number(CredentialsView::egid)
          .field("suid", "Saved user id.", "{} == 0")
          .number(CredentialsView::suid)
          .field("sgid", "Saved group id.", "{} == 0")
          .number(CredentialsView::sgid)
          .field("fsuid", "User id for access to files.", "{} == 0")
          .number(CredentialsView::fsuid)
          .field("fsgid", "Group id for access to files.", "{} == 0")
          .number(CredentialsView::fsgid)
          .field("securebits", "Secure bits of the process.", "'SecBitNoRoot' in {}")
          .texts(CredentialsView::securebits)
          .field("caps", "Capabilities that belong to these credentials.", "has({}.effective)")
          .message(CAPABILITIES, CredentialsView::capabilities)
          .field("user_ns", "User namespace of the process.", "{}.level > 0")
          .message(USER_NAMESPACE, CredentialsView::userNamespace)
          .build();

  private static final StructSchema<BinaryView> INODE =
      StructSchema.<BinaryView>named("tocsin.Inode")
          .presentIf(BinaryView::hasFile)
          .field("number", "Number of the inode.", "{} != 0")
          .number(BinaryView::inode)
          .field(
              "links",
              "Names that the file has; 0 for a memfd or a deleted file.",
              "has({}) && {} == 0")
          .number(BinaryView::links, BinaryView::hasLinks)
          .build();

  private static final StructSchema<BinaryView> BINARY_FILE =
      StructSchema.<BinaryView>named("tocsin.BinaryFile")
          .presentIf(BinaryView::hasFile)
          .field(
              "path",
              "Path of the executed file, as the kernel has it.",
              "{}.startsWith('/memfd:')")
          .text(BinaryView::path)
          .field("inode", "Inode of the executed file.", "has({}.links) && {}.links == 0")
          .message(INODE, binary -> binary)
          .build();

  static final StructSchema<BinaryView> BINARY =
      StructSchema.<BinaryView>named("tocsin.BinaryProperties")
          .presentIf(BinaryView::present)
          .field(
              "setuid",
              "User that the set-user-ID bit of the file switched to.",
              "has({}) && {} == 0")
          .number(BinaryView::setuid, BinaryView::hasSetuid)
          .field(
              "setgid",
              "Group that the set-group-ID bit of the file switched to.",
              "has({}) && {} == 0")
          .number(BinaryView::setgid, BinaryView::hasSetgid)
          .field(
              "privileges_changed",
              "Why the execution raised privileges.",
              "'PRIVILEGES_RAISED_EXEC_FILE_SETUID' in {}")
          .texts(BinaryView::privilegesChanged)
          .field(
              "file", "The executed file, where it has no name in a file system.", "has({}.inode)")
          .message(BINARY_FILE, binary -> binary)
          .build();

  static final ImmutableList<StructSchema<?>> TYPES =
      ImmutableList.of(
          CAPABILITIES,
          NAMESPACE,
          NAMESPACES,
          NAMESPACE_OF_USERS,
          USER_NAMESPACE,
          CREDENTIALS,
          INODE,
          BINARY_FILE,
          BINARY);
}
