package dev.tocsin;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.tocsin.api.v1alpha1.ProcessFacts;
import dev.tocsin.engine.Facts;
import dev.tocsin.event.Container;
import dev.tocsin.event.Pod;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** The packages, which of them may use which, and the habits that hold in all of them. */
@AnalyzeClasses(
    packages = "dev.tocsin",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutGenerated.class})
class ArchitectureTest {

  /** Package to the packages it may use. Whoever needs a new arrow has a design to change first. */
  private static final Map<String, List<String>> PACKAGES =
      Map.ofEntries(
          entry("api", List.of()),
          entry("command", List.of()),
          entry("event", List.of("command")),
          entry("attack", List.of()),
          // How any text is made harmless to look at, and failures in words.
          entry("text", List.of()),
          entry("language", List.of("event", "command", "text")),
          // What copies records into others by the names of their components.
          entry("record", List.of()),
          // The index knows which programs a question about commands can be true for.
          entry("engine", List.of("language", "event", "command", "record")),
          entry("log", List.of()),
          entry("alert", List.of("engine", "event", "log")),
          entry("retry", List.of()),
          // Which alerts an output or a silence is about.
          entry("selection", List.of("api", "event", "language")),
          // Modes of files, for all that keep some.
          entry("files", List.of()),
          // What strangers who reach a port may cost, for all that listen.
          entry("listen", List.of()),
          entry("source", List.of("command", "event", "listen", "retry", "text")),
          // How an API server is asked, for all that ask one.
          entry("kubernetes", List.of("text")),
          // Objects in files, for all that read some.
          entry("manifest", List.of("api", "text")),
          entry("inventory", List.of("event", "kubernetes", "manifest")),
          entry(
              "transport",
              List.of("alert", "engine", "event", "files", "listen", "log", "record", "retry")),
          // Answers the transport's question whose token it is.
          entry("identity", List.of("transport", "kubernetes", "log")),
          // What an alert says is the engine's words: sinks read them and evaluate nothing.
          entry("sink", List.of("alert", "api", "engine", "event", "kubernetes", "record", "text")),
          entry(
              "control",
              List.of(
                  "api",
                  "language",
                  "engine",
                  "event",
                  "files",
                  "kubernetes",
                  "log",
                  "text",
                  "tracing")),
          // Alerts leave the cluster: each output has its own way.
          entry(
              "notify",
              List.of(
                  "alert",
                  "api",
                  "attack",
                  "engine",
                  "event",
                  // how certificates and keys are read
                  "identity",
                  "kubernetes",
                  "language",
                  "retry",
                  "selection",
                  "text")),
          entry("telemetry", List.of("listen", "text")),
          // The API server's questions are answered with what lint finds.
          entry("admission", List.of("lint", "listen", "log")),
          // Who leads; nothing of what leading means.
          entry("election", List.of("kubernetes", "log")),
          // The hot path of a node.
          entry(
              "pipeline",
              List.of("api", "control", "engine", "event", "inventory", "source", "transport")),
          // The pipeline over files: policy tests and explain stand on it.
          entry(
              "replay",
              List.of(
                  "alert",
                  "api",
                  "control",
                  "engine",
                  "event",
                  "inventory",
                  "manifest",
                  "pipeline",
                  "source")),
          // What sensors' reports say about all nodes.
          entry("fleet", List.of("alert", "api", "control", "engine", "transport")),
          entry(
              "app",
              List.of(
                  "admission",
                  "event",
                  "language",
                  "engine",
                  "alert",
                  "retry",
                  "source",
                  "inventory",
                  "kubernetes",
                  "transport",
                  "identity",
                  "sink",
                  "notify",
                  "control",
                  "listen",
                  "telemetry",
                  "election",
                  "fleet",
                  "pipeline")),
          entry(
              "policytest",
              List.of(
                  "api",
                  "event",
                  "language",
                  "engine",
                  "alert",
                  "source",
                  "inventory",
                  "manifest",
                  "sink",
                  "tracing",
                  "text",
                  "replay")),
          // What Tetragon makes events of.
          entry("tracing", List.of()),
          entry("triage", List.of("api", "kubernetes", "text")),
          // What is wrong with an installation.
          entry("doctor", List.of("api", "kubernetes", "source", "text")),
          entry("coverage", List.of("api", "attack")),
          entry(
              "lint",
              List.of(
                  "api",
                  "attack",
                  "event",
                  "language",
                  "engine",
                  "control",
                  "manifest",
                  "record",
                  "selection",
                  "text",
                  "tracing")),
          // Rules of others become policies, which lint judges.
          entry("importer", List.of("api", "attack", "lint", "text", "tracing", "manifest")),
          entry(
              "explain",
              List.of(
                  "api",
                  "command",
                  "event",
                  "language",
                  "engine",
                  "source",
                  "inventory",
                  "manifest",
                  "control",
                  "replay")),
          entry(
              "cli",
              List.of(
                  "app",
                  "kubernetes",
                  "explain",
                  "importer",
                  "policytest",
                  "lint",
                  "manifest",
                  "triage",
                  "attack",
                  "coverage",
                  "doctor",
                  "api",
                  "event",
                  "language",
                  "engine",
                  "alert",
                  "source",
                  "transport",
                  "inventory",
                  "sink",
                  "control",
                  "telemetry",
                  "text",
                  "pipeline",
                  "replay")));

  /** Library to the packages that may use it; libraries that are not listed are for any package. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.ofEntries(
          entry(
              "io.fabric8..",
              List.of(
                  "admission",
                  "api",
                  "identity",
                  "inventory",
                  "kubernetes",
                  "manifest",
                  "sink",
                  "notify",
                  "control",
                  "app",
                  "policytest",
                  "lint",
                  "triage",
                  "coverage",
                  "doctor",
                  "cli",
                  "election",
                  "pipeline",
                  "replay")),
          // sink: the store of an informer, nothing that reconciles
          entry("io.javaoperatorsdk..", List.of("control", "sink")),
          // identity: the key manager whose certificate can change
          entry("io.grpc..", List.of("source", "transport", "identity", "notify")),
          entry("org.bouncycastle..", List.of("identity")),
          entry(
              "com.google.protobuf..",
              List.of("source", "transport", "language", "engine", "notify")),
          entry("io.opentelemetry..", List.of("notify")),
          entry("org.apache.kafka..", List.of("notify")),
          entry("dev.cel..", List.of("language", "lint")),
          entry("io.micrometer..", List.of("telemetry", "app")),
          entry("picocli..", List.of("cli")),
          entry("org.jline..", List.of("cli")));

  /** Which packages below notify use which; notify itself puts them together. */
  private static final Map<String, List<String>> BELOW_NOTIFY =
      Map.ofEntries(
          // documents and texts, which know nothing of sending
          entry("format", List.of()),
          entry("reach", List.of()),
          entry("receiver", List.of("format", "reach")),
          entry("syslog", List.of("format", "reach", "receiver")),
          entry("kafka", List.of("format", "reach", "receiver")),
          // an answer is what the state of an output is made of
          entry("progress", List.of("reach")),
          entry("silence", List.of("progress")));

  private static final String[] TIME_READERS = {"..app..", "..cli..", "..telemetry.."};

  /** Code that protoc writes follows no rule of ours. */
  static final class WithoutGenerated implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/proto/");
    }
  }

  @ArchTest
  static final ArchRule EVERY_CLASS_LIVES_IN_A_PACKAGE_OF_THE_TABLE =
      classes()
          .should()
          .resideInAnyPackage(
              PACKAGES.keySet().stream().map(ArchitectureTest::pattern).toArray(String[]::new));

  @ArchTest
  static final ArchRule PACKAGES_USE_ONLY_WHAT_THE_TABLE_ALLOWS =
      classes().should(onlyUseAllowedPackages());

  @ArchTest
  static final ArchRule NO_CYCLES_BETWEEN_PACKAGES =
      slices().matching("dev.tocsin.(*)..").should().beFreeOfCycles();

  /** A package and those below it are packages of their own here. */
  @ArchTest
  static final ArchRule NO_CYCLES_WITHIN_A_PACKAGE =
      slices().matching("dev.tocsin.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule PACKAGES_OF_NOTIFY_USE_ONLY_WHAT_THE_TABLE_ALLOWS =
      classes().that().resideInAPackage("dev.tocsin.notify.*").should(onlyUseAllowedSiblings());

  @ArchTest
  static final ArchRule LIBRARIES_STAY_IN_THEIR_PACKAGES =
      classes().should(onlyUseAllowedLibraries());

  @ArchTest
  static final ArchRule EXPRESSIONS_ARE_READ_ONCE =
      noClasses()
          .that()
          // one reads the tree, one runs parts of it, and one makes nodes for a macro
          .haveNameNotMatching("dev\\.tocsin\\.language\\.(ast\\.Trees|Parts|Arguments)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.cel.common.ast..", "dev.cel.common.navigation..")
          .because("language.ast.ExpressionNode is what says what an expression means");

  @ArchTest
  static final ArchRule PACKAGES_ARE_DESCRIBED_AND_NULL_MARKED =
      classes().should(liveInADescribedNullMarkedPackage());

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      noClasses()
          .should()
          .haveNameMatching(".*(Utils?|Helper|Manager|Impl)(\\$.*)?")
          .orShould()
          .resideInAnyPackage(
              "..util..", "..utils..", "..common..", "..helper..", "..manager..", "..impl..");

  @ArchTest static final ArchRule NO_FIELD_INJECTION = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

  @ArchTest
  static final ArchRule ONLY_COMMANDS_PRINT =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .accessField(System.class, "out");

  @ArchTest
  static final ArchRule TIME_IS_PASSED_IN =
      noClasses()
          .that()
          .resideOutsideOfPackages(TIME_READERS)
          .should()
          // accesses, not calls: Instant::now as a method reference is one too
          .accessTargetWhere(
              target(owner(resideInAPackage("java.time..")))
                  .and(target(nameMatching("now|system|systemUTC|systemDefaultZone"))))
          .orShould()
          .accessTargetWhere(
              target(owner(type(System.class))).and(target(nameMatching("currentTimeMillis"))));

  /** Nine texts in a row are one exchange away from a wrong alert. */
  @ArchTest
  static final ArchRule FACTS_ARE_MADE_BY_NAME =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Builder")
          .should()
          .callConstructorWhere(
              target(owner(equivalentTo(Pod.class)))
                  .or(target(owner(equivalentTo(Container.class))))
                  .or(target(owner(equivalentTo(Facts.class))))
                  .or(target(owner(equivalentTo(Facts.ProcessSnapshot.class))))
                  .or(target(owner(equivalentTo(ProcessFacts.class))))
                  .and(
                      DescribedPredicate.describe(
                          "from another class",
                          call -> !call.getTargetOwner().equals(call.getOriginOwner()))));

  /** One name, one idea. A nested class is read with the name of the one around it. */
  @ArchTest
  static void noTwoClassesShareAName(JavaClasses classes) {
    Map<String, List<String>> byName =
        classes.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    Collectors.mapping(JavaClass::getName, Collectors.toList())));
    byName.values().removeIf(names -> names.size() == 1);
    assertThat(byName).isEmpty();
  }

  private static String pattern(String name) {
    return "dev.tocsin." + name + "..";
  }

  /** The first part of the package below the root. */
  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    String below = name.substring(Math.min(name.length(), "dev.tocsin.".length()));
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  private static ArchCondition<JavaClass> onlyUseAllowedPackages() {
    return new ArchCondition<>("only use the packages that the table allows") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String from = packageOf(type);
        type.getDirectDependenciesFromSelf().stream()
            .filter(each -> each.getTargetClass().getPackageName().startsWith("dev.tocsin."))
            .filter(each -> !from.equals(packageOf(each.getTargetClass())))
            .filter(
                each ->
                    !PACKAGES
                        .getOrDefault(from, List.of())
                        .contains(packageOf(each.getTargetClass())))
            .forEach(
                each -> events.add(SimpleConditionEvent.violated(type, each.getDescription())));
      }
    };
  }

  private static ArchCondition<JavaClass> onlyUseAllowedSiblings() {
    return new ArchCondition<>("only use the packages of notify that the table allows") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        List<String> allowed = BELOW_NOTIFY.get(lastPart(type));
        if (allowed == null) {
          events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not in it"));
          return;
        }
        type.getDirectDependenciesFromSelf().stream()
            .filter(each -> each.getTargetClass().getPackageName().startsWith("dev.tocsin.notify"))
            .filter(each -> !type.getPackageName().equals(each.getTargetClass().getPackageName()))
            .filter(each -> !allowed.contains(lastPart(each.getTargetClass())))
            .forEach(
                each -> events.add(SimpleConditionEvent.violated(type, each.getDescription())));
      }
    };
  }

  private static String lastPart(JavaClass type) {
    String name = type.getPackageName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static ArchCondition<JavaClass> onlyUseAllowedLibraries() {
    return new ArchCondition<>("only use the libraries of their package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        DescribedPredicate<JavaClass> forbidden =
            resideInAnyPackage(
                LIBRARIES.entrySet().stream()
                    .filter(library -> !library.getValue().contains(packageOf(type)))
                    .map(Map.Entry::getKey)
                    .toArray(String[]::new));
        type.getDirectDependenciesFromSelf().stream()
            .filter(each -> forbidden.test(each.getTargetClass()))
            .forEach(
                each -> events.add(SimpleConditionEvent.violated(type, each.getDescription())));
      }
    };
  }

  private static ArchCondition<JavaClass> liveInADescribedNullMarkedPackage() {
    return new ArchCondition<>("live in a package whose package-info says @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked =
            type.getPackage()
                .tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
        if (!marked) {
          events.add(
              SimpleConditionEvent.violated(
                  type, type.getPackageName() + " has no package-info.java with @NullMarked"));
        }
      }
    };
  }
}
