# Everything a developer or CI runs. `make` alone lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# A JDK 25 or newer: JAVA_HOME when it is one, else what is installed in the usual places, else java on the PATH.
JDK := $(shell .mvn/find-jdk 25)
ifneq ($(JDK),)
export JAVA_HOME := $(JDK)
endif
# Maven itself runs on that JDK too: quiet about what its libraries do there.
export MAVEN_OPTS := --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED $(MAVEN_OPTS)
MVN := mvn
# The first build downloads for minutes: Maven says what.
QUIET = $(if $(wildcard target/classes),-q)

.PHONY: help jdk build image release image-index test test-unit test-api test-chart test-image test-fleet try demo bench bench-compare bench-pipeline bench-policies noise fuzz scale failover outage storm crds docs chart lock format cluster clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  \033[1m%-12s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

jdk:
	@test -n "$(JDK)" || { echo "Tocsin is built with JDK 25 or newer, and none was found."; \
	  echo "Install one (for example: apt-get install temurin-25-jdk, sdk install java 25-tem, brew install openjdk@25)"; \
	  echo "or set JAVA_HOME to it, then run make again."; exit 1; } >&2

build: jdk target/test-classpath ## build the executable target/tocsin, also as kubectl's plugin target/kubectl-tocsin
	$(MVN) $(QUIET) package -DskipTests
	@install -m 755 src/main/sh/tocsin target/tocsin
	@ln -sf tocsin target/kubectl-tocsin
	@ln -sf tocsin target/kubectl_complete-tocsin
	@$(JAVA_ON_TEST_CLASSES) dev.tocsin.image.QuickStart target
	@echo "Built target/tocsin. Next: target/tocsin --help, or make demo"

image: build ## build the OCI image target/image/tocsin.tar, without Docker; BASE=IMAGE for another base than scratch
	$(MVN) -q cyclonedx:makeBom
	@$(JAVA_ON_TEST_CLASSES) dev.tocsin.image.ImageBuild $(or $(BASE),scratch) $(VERSION) $(COMMIT)

release: image ## build all files of a release in target/release; URL=https://... where they will be, IMAGES="arm64.tar" for others
	@$(JAVA_ON_TEST_CLASSES) dev.tocsin.release.ReleaseBuild $(VERSION) $(COMMIT) $(or $(URL),https://releases.example.com/tocsin) \
	  target/image/tocsin.tar $(IMAGES)

image-index: jdk target/test-classpath ## join IMAGES="A.tar B.tar" of several architectures in target/image/tocsin-index.tar
	$(COMPILED)
	@mkdir -p target/image
	@$(JAVA_ON_TEST_CLASSES) dev.tocsin.image.ImageIndex target/image/tocsin-index.tar $(IMAGES)

# What the image says of itself: the version of pom.xml, the commit and its time.
VERSION = $$(sed -n 's/^version=//p' target/classes/dev/tocsin/build.properties)
COMMIT = $$(git log -1 --format='%H %cI')

test: jdk ## run everything that CI checks
	$(call TESTED,verify)

# Runs Maven, then says what the tests took; it fails as Maven does.
TESTED = @rm -rf target/surefire-reports; result=0; $(MVN) $(1) || result=$$?; .mvn/test-times; exit $$result

# The parts of `make test`: a test class is in exactly one.
FLEET := dev/tocsin/endtoend/**,dev/tocsin/demo/**
NOT_SLOW := !dev/tocsin/chart/**,!dev/tocsin/image/**,!dev/tocsin/endtoend/**,!dev/tocsin/demo/**

test-unit: jdk ## run the tests that need no API server
	$(call TESTED,test -DexcludedGroups=api -Dtest='$(NOT_SLOW)')

test-api: jdk ## run the tests against a real API server
	$(call TESTED,test -Dgroups=api -Dtest='$(NOT_SLOW)')

test-chart: jdk ## run the tests of the chart: Helm, and its pods from the image
	$(call TESTED,test -Dtest='dev/tocsin/chart/**')

test-image: jdk ## run the tests of the image
	$(call TESTED,test -Dtest='dev/tocsin/image/**')

test-fleet: jdk ## run sensors, operators and the demo as processes, and end some of them
	$(call TESTED,test -Dtest='$(FLEET)')

try: jdk ## run one test within seconds of an edit: T=AddressOperandTest, T='AddressOperandTest#name'
	@.mvn/try $(T)

demo: build ## show the main job on an embedded default; CLUSTER=real: on a real API server, with kubectl
	@$(JAVA_ON_TEST_CLASSES) dev.tocsin.demo.Demo $(CLUSTER)

docs: jdk ## rewrite the parts of docs/ that are made from the code
	$(MVN) -q test -Dtest='OperatingGuideTest,CrdReferenceTest,CommandReferenceTest,FieldReferenceTest,ConditionReferenceTest,PicturesTest' -Dtocsin.docs.update=true

crds: jdk ## regenerate crds/ from the Java types
	$(MVN) -q test -Dtest=CrdFilesTest -Dtocsin.crds.update=true

chart: jdk ## copy into helm/tocsin what it is made from, and into config/default what it renders
	$(MVN) -q test -Dtest=ChartFilesTest -Dtocsin.chart.update=true
	$(MVN) -q test -Dtest=KustomizationTest -Dtocsin.chart.update=true

lock: jdk ## take the SHA-256 of all libraries into .mvn/libraries.sha256, to be reviewed after a change of dependencies
	$(MVN) -q test -Dtest=LockedLibrariesTest -Dtocsin.libraries.update=true

format: jdk ## format the sources
	$(MVN) -q spotless:apply

bench: jdk target/test-classpath ## measure what an event costs; ONLY="evaluation -f 5" for one step, with options of JMH
	$(COMPILED)
	@$(JAVA_ON_TEST_CLASSES) dev.tocsin.bench.Bench $(ONLY)

bench-compare: build ## measure BASE=REV and the working tree in turns; ONLY=evaluation, start or run, ROUNDS=5
	@test -n "$(BASE)" || { echo "With which revision? For example: make bench-compare BASE=HEAD ONLY=evaluation" >&2; exit 2; }
	@$(JAVA_ON_TEST_CLASSES) dev.tocsin.bench.compare.Compare $(BASE) $(or $(ROUNDS),5) $(ONLY)

bench-pipeline: build ## measure a sensor behind a loaded agent, beside bare receivers; IMAGE=1: from the image, OF=run, PODS=250, RATES="1000 0" (0: all that goes), ROUNDS=3
	@$(JAVA_ON_TEST_CLASSES) dev.tocsin.bench.pipeline.PipelineBench $(if $(IMAGE),image,target/tocsin) $(or $(OF),sensor) $(or $(PODS),4) $(or $(ROUNDS),3) $(or $(RATES),20 200 2000 10000 0)

bench-policies: $(if $(CLUSTER),build,jdk target/test-classpath) ## measure what policies cost to load and to change; COUNTS="1000 3000", CLUSTER=real: in a real API server, operator and sensor
	$(if $(CLUSTER),,$(COMPILED))
	@for count in $(or $(COUNTS),1000 3000); do $(JAVA_ON_TEST_CLASSES) \
	  $(if $(CLUSTER),dev.tocsin.endtoend.PolicyRollout target/tocsin,-Xmx2g -XX:+UseCompactObjectHeaders dev.tocsin.bench.PolicyLoad) $$count; done

noise: jdk target/test-classpath ## replay harmless software through the library, print its alerts and write config/policies/severities.md
	$(COMPILED)
	@$(JAVA_ON_TEST_CLASSES) dev.tocsin.noise.Noise

fuzz: jdk target/test-classpath ## look for inputs that break expressions, events, protocol and webhook, ten minutes each; ONLY=events SECONDS=60 for less
	$(COMPILED)
	@for target in $(or $(ONLY),expressions events protocol webhook); do \
	  case $$target in expressions) class=language.ExpressionTarget ;; events) class=source.EventTarget ;; \
	    protocol) class=transport.server.ProtocolTarget ;; webhook) class=admission.WebhookTarget ;; \
	    *) echo "There is no target $$target: expressions, events, protocol, webhook." >&2; exit 2 ;; esac; \
	  mkdir -p target/fuzz/$$target; \
	  echo "$$target: $(or $(SECONDS),600) seconds; what breaks it is left in target/fuzz as crash-*, timeout-* or oom-*"; \
	  $(JAVA_ON_TEST_CLASSES) -Xmx1g com.code_intelligence.jazzer.Jazzer --target_class=dev.tocsin.$$class \
	    --instrumentation_includes='dev.tocsin.**:com.google.re2j.**:dev.cel.**' --reproducer_path=target/fuzz \
	    -artifact_prefix=target/fuzz/ -timeout=30 -rss_limit_mb=3000 -max_len=20000 -print_final_stats=1 \
	    -max_total_time=$(or $(SECONDS),600) target/fuzz/$$target src/test/resources/fuzz/$$target; \
	done

scale: jdk target/test-classpath ## measure an operator with 1,000 sensors; SENSORS=100 SECONDS=10 for less
	$(COMPILED)
	@$(JAVA_ON_TEST_CLASSES) dev.tocsin.endtoend.FleetScale $(or $(SENSORS),1000) $(or $(SECONDS),20)

failover: build ## measure what follows the leader's end when 10,000 alerts are open; ALERTS=1000 for less
	@$(JAVA_ON_TEST_CLASSES) dev.tocsin.endtoend.Failover target/tocsin $(or $(ALERTS),10000)

outage: jdk target/test-classpath ## take the API server from a fleet for ten minutes and count; SECONDS=60 for less
	$(COMPILED)
	@$(JAVA_ON_TEST_CLASSES) dev.tocsin.endtoend.FleetOutage $(or $(SECONDS),600)

storm: jdk target/test-classpath ## measure outputs when 10,000 alerts open within a minute; ALERTS=1000 for less, CLUSTER=real: on a real API server
	$(COMPILED)
	@$(JAVA_ON_TEST_CLASSES) dev.tocsin.notify.$(if $(CLUSTER),ClusterStorm,OutputStorm) $(or $(ALERTS),10000)

cluster: jdk target/test-classpath ## leave a real Kubernetes control plane running for a developer
	$(COMPILED)
	@$(JAVA_ON_TEST_CLASSES) dev.tocsin.cluster.DeveloperCluster

# Maven says nothing for a minute or two.
COMPILED = @echo "Compiling ..."; $(MVN) -q test-compile

# What runs on the classes of src/test/java.
JAVA_ON_TEST_CLASSES = "$(JAVA_HOME)/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "target/test-classes:target/classes:$$(cat target/test-classpath)"

target/test-classpath: pom.xml
	@mkdir -p target
	@$(MVN) $(QUIET) dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=$@

clean: ## delete what was built here (cached cluster binaries stay)
	rm -rf target
